import type { CDPSession } from "playwright";

type Listener = (params: never) => void;

/** A DevTools protocol target: a page, or one of the frames and workers below it. */
export interface ProtocolTarget {
  readonly type: string;
  send(method: string, params?: object): Promise<unknown>;
  on(event: string, listener: Listener): void;
}

/** The page itself, by Playwright's session. */
export function pageTarget(session: CDPSession): ProtocolTarget {
  return {
    type: "page",
    send: (method, params) => session.send(method as never, params as never),
    on: (event, listener) => void session.on(event as never, listener as never),
  };
}

interface Attached {
  readonly sessionId: string;
  readonly targetInfo: { readonly type: string; readonly url: string };
  readonly waitingForDebugger: boolean;
}

/**
 * Follows the targets below a target: frames in other processes, and workers. Calls `meet` for each new
 * target. Playwright follows them too and resumes them when it is ready: a caller that must miss nothing
 * waits for the pending meetings.
 *
 * Playwright's sessions deliver no messages of nested sessions, so these are attached without `flatten`:
 * their messages are wrapped in their parent's.
 */
export async function followTargetsBelow(
  parent: ProtocolTarget,
  meet: (target: ProtocolTarget) => Promise<void>,
  meetings: Set<Promise<void>>,
): Promise<void> {
  const below = listenBelow(parent);
  parent.on("Target.attachedToTarget", (({ sessionId, targetInfo }: Attached) => {
    const nested = nestedTarget(parent, sessionId, targetInfo.type);
    const { target } = nested;
    below.set(sessionId, nested);
    const meeting = meet(target)
      .then(() => followTargetsBelow(target, meet, meetings))
      // A target that lacks the domain, or is gone already, reports nothing.
      .catch(() => {})
      .finally(() => meetings.delete(meeting));
    meetings.add(meeting);
    void meeting.then(() => target.send("Runtime.runIfWaitingForDebugger")).catch(() => {});
  }) as Listener);
  await parent.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: false,
  });
}

/**
 * Follows all shared workers, current and new. They are below the browser, not below a page, and are not
 * paused until they are met.
 * @param browser a session of the browser itself.
 */
export async function followSharedWorkers(
  browser: ProtocolTarget,
  meet: (target: ProtocolTarget) => Promise<void>,
  meetings: Set<Promise<void>>,
): Promise<void> {
  const below = listenBelow(browser);
  browser.on("Target.targetCreated", (({ targetInfo }: { targetInfo: TargetInfo }) => {
    const { targetId, type } = targetInfo;
    if (type !== "shared_worker") return;
    const attach = async () => {
      const how = { targetId, flatten: false };
      const { sessionId } = (await browser.send("Target.attachToTarget", how)) as Attached;
      const nested = nestedTarget(browser, sessionId, type);
      below.set(sessionId, nested);
      await meet(nested.target);
    };
    const meeting = attach()
      .catch(() => {})
      .finally(() => meetings.delete(meeting));
    meetings.add(meeting);
  }) as Listener);
  await browser.send("Target.setDiscoverTargets", { discover: true });
}

/** Attaches to one target, as long as the session lives. */
export async function attachTo(
  browser: ProtocolTarget,
  { targetId, type }: TargetInfo,
): Promise<ProtocolTarget> {
  const below = listenBelow(browser);
  const how = { targetId, flatten: false };
  const { sessionId } = (await browser.send("Target.attachToTarget", how)) as Attached;
  const nested = nestedTarget(browser, sessionId, type);
  below.set(sessionId, nested);
  return nested.target;
}

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
}
interface FromTarget {
  readonly sessionId: string;
  readonly message: string;
}
interface Nested {
  readonly target: ProtocolTarget;
  receive(message: string): void;
  /** The target is gone: pending commands get no reply. */
  leave(): void;
}

/** Forwards the messages of nested targets; add each target to the map under its session. */
function listenBelow(parent: ProtocolTarget): Map<string, Nested> {
  const below = new Map<string, Nested>();
  parent.on("Target.receivedMessageFromTarget", ((event: FromTarget) =>
    below.get(event.sessionId)?.receive(event.message)) as Listener);
  parent.on("Target.detachedFromTarget", (({ sessionId }: Pick<Attached, "sessionId">) => {
    below.get(sessionId)?.leave();
    below.delete(sessionId);
  }) as Listener);
  return below;
}

/** A target whose messages are wrapped in its parent's. */
function nestedTarget(parent: ProtocolTarget, sessionId: string, type: string): Nested {
  let lastId = 0;
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Listener[]>();
  const target: ProtocolTarget = {
    type,
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        const message = JSON.stringify({ id, method, params });
        parent.send("Target.sendMessageToTarget", { sessionId, message }).catch(reject);
      }),
    on: (event, listener) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
  };
  const receive = (text: string) => {
    const message = JSON.parse(text);
    if (message.id === undefined) {
      for (const listener of listeners.get(message.method) ?? []) listener(message.params as never);
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result);
  };
  const leave = () => {
    for (const { reject } of pending.values()) reject(new Error("The target is gone."));
    pending.clear();
  };
  return { target, receive, leave };
}

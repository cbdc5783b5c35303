import { CONSTRUCT } from "./channel.ts";

/** What the handler of a wrapper has for whoever constructs in its stead; it is of the page's world. */
export interface ConstructHandler<Ending = unknown> {
  begun(args: unknown[]): Ending;
  made(ending: Ending, made: object, newTarget: unknown): unknown;
  threw(ending: Ending, error: unknown): void;
}

/** As Gecko shows an object of the page to the extension's world. */
interface Shown<T> {
  readonly wrappedJSObject: T;
}

/** Gecko's own: a function of the extension's world for the page's. */
declare const exportFunction: (
  run: (
    this: Shown<ConstructHandler>,
    target?: Shown<new (...args: unknown[]) => object>,
    args?: Shown<unknown[]>,
    newTarget?: unknown,
  ) => unknown,
  scope: object,
  options: { defineAs: string },
) => void;

/**
 * Lends the page's world a trap that constructs from here. Firefox names the nearest frame of a constructor in its
 * console and as the initiator of workers and sockets, whatever its script is called. One of the extension's world is
 * none to its console, nor to the page; and its network monitor leaves out scripts named `resource:`, as this one is
 * by the build. `Reflect.construct` would be a frame itself.
 *
 * Called with nothing, as by whoever wants to know whether the extension is still there, it does nothing.
 */
export function lendConstruct(channel: EventTarget): void {
  if (typeof exportFunction === "undefined") return;
  exportFunction(
    function (target, args, newTarget) {
      if (target === undefined || args === undefined) return;
      const Target = target.wrappedJSObject;
      const handler = this.wrappedJSObject;
      const given = args.wrappedJSObject;
      const ending = handler.begun(given);
      // Not spread: a page can replace what that iterates with. None of them takes more.
      let made: object;
      try {
        if (given.length === 0) made = new Target();
        else made = given.length === 1 ? new Target(given[0]) : new Target(given[0], given[1]);
      } catch (error) {
        handler.threw(ending, error);
        throw error;
      }
      return handler.made(ending, made, newTarget);
    },
    channel,
    { defineAs: CONSTRUCT },
  );
}

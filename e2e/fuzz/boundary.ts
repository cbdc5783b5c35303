import fc from "fast-check";
import { vi } from "vitest";
import { FakeBrowser } from "../../src/background/browser.test-fake.ts";
import { eventsOf } from "../../src/background/mixed-events.test-builder.ts";
import { aNavigation } from "../../src/observation/observation.test-builder.ts";
import { aCall, anElement } from "../../src/observation/page-call.test-builder.ts";
import { DEFAULT_SETTINGS, type ToBackground } from "../../src/protocol/messages.ts";
import { judge } from "../../src/verdict/judge.ts";
import { anyText, anyValue, like } from "./values.ts";

/** Invalid input to the worker from outside. */
export type Junk =
  | { readonly to: "requests"; readonly kind: string; readonly details: unknown }
  | { readonly to: "navigations"; readonly details: unknown }
  | { readonly to: "bridge" | "view"; readonly message: unknown };

const COMMANDS: readonly ToBackground[] = [
  { type: "open-settings" },
  { type: "change-settings", change: { ...DEFAULT_SETTINGS } },
  { type: "try", trial: { tried: [], rules: [], until: 2_000_000 } },
  { type: "check-again", call: { frameId: 0, url: "https://api.test/", method: "GET" } as never },
  {
    type: "devtools-saw",
    requests: [
      {
        ...{ kind: "seen-by-devtools", tabId: 1, timeStamp: 1, endedAt: 2, method: "GET" },
        ...{ url: "https://api.test/", stack: "at f (https://a.test/:1:1)", allowOrigin: null },
      },
    ],
  },
];
const REPORTS = [
  { kind: "call-started", callId: "1", timeStamp: 1_000_001, call: aCall() },
  {
    ...{ kind: "call-ended", callId: "1", timeStamp: 1_000_002 },
    outcome: { result: "rejected", responseType: null, status: null, errorName: "TypeError" },
  },
];
const MESSAGES = [
  { reports: REPORTS.map((report) => JSON.stringify(report)), dropped: 0 },
  { reports: [{ kind: "element-failed", timeStamp: 1_000_000, element: anElement() }], dropped: 1 },
];
const KINDS = ["started", "headers-sent", "headers-received", "redirected", "completed", "failed"];
/** The details of other requests than the checked ones. */
const OTHERS = Array.from({ length: 6 }, (_, n) => eventsOf(n + 600))
  .flat()
  .map(([, details]) => details);

/** Browsers always pass an event's details as an object. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
/** Details with a checked request's id would change its verdict. */
const isOfOthers = ({ requestId }: Record<string, unknown>) =>
  !/^\W*\d\W*$/.test(asText(requestId));

const junk: fc.Arbitrary<Junk> = fc.oneof(
  fc.record({
    to: fc.constant("requests" as const),
    kind: fc.constantFrom(...KINDS),
    details: fc.oneof(like(OTHERS), fc.object()).filter(isObject).filter(isOfOthers),
  }),
  fc.record({
    to: fc.constant("navigations" as const),
    // Not the main frame: its navigation would remove the checked requests.
    details: like([aNavigation({ frameId: 3, parentFrameId: 0 })])
      .filter(isObject)
      .filter(({ frameId }) => frameId !== 0),
  }),
  fc.record({
    to: fc.constant("bridge" as const),
    message: fc.oneof(like(MESSAGES), anyValue()),
  }),
  fc.record({ to: fc.constant("view" as const), message: fc.oneof(like(COMMANDS), anyValue()) }),
);
export const anyJunk = fc.array(junk, { maxLength: 8 });

/** Items in the storage of a worker that has died, or of another version. */
export const anyStored = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      "trace:1:x",
      "block:1:0",
      "gone:1:0",
      "tab:1",
      "early:1:2",
      "trace:",
      "block::",
      "tab:",
    ),
    anyText(30),
  ),
  fc.oneof(
    anyText(200),
    anyValue(),
    like([{ paused: false, dropped: 1, notUnderstood: 0, lostReports: { "0:D1": 2 } }]).map(asText),
    like(OTHERS.map((details) => ({ facts: details, events: [] }))).map(asText),
    fc.tuple(fc.nat(9), anyText(50)).map(([count, text]) => `${count}:${text}`),
  ),
  { maxKeys: 8, noNullPrototype: true },
);

function asText(value: unknown): string {
  try {
    return String(JSON.stringify(value));
  } catch {
    return "";
  }
}

const REQUESTS = 6;
const LONGEST_RESTORE_MS = 5_000;

/**
 * The panel's verdicts on some ordinary requests, with junk between their events. Rows made of junk are
 * omitted.
 */
export async function shownWith(
  all: readonly Junk[],
  stored: Readonly<Record<string, unknown>> = {},
): Promise<readonly string[]> {
  const browser = new FakeBrowser();
  // Messages are cloned on their way.
  for (const [key, value] of Object.entries(structuredClone(stored)))
    browser.store.items.set(key, value);
  const worker = browser.start();
  const panel = worker.views.open("panel:1");
  const bridge = worker.documents.open({ documentId: "D9", frameId: 3 });
  // Stored data is decompressed outside the worker's turns.
  const until = performance.now() + LONGEST_RESTORE_MS;
  const isShown = () => panel.sent.some(({ type }) => type === "snapshot");
  while (!isShown() && performance.now() < until) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The recording may have been paused before.
  panel.command({ type: "pause", paused: false });
  // A command is processed in a later turn.
  await vi.advanceTimersByTimeAsync(1);
  const events = Array.from({ length: REQUESTS }, (_, n) => eventsOf(n)).flat();
  const every = Math.max(1, Math.floor(events.length / (all.length + 1)));
  for (const [at, [kind, details]] of events.entries()) {
    const one = at % every === 0 ? all[at / every] : undefined;
    if (one !== undefined) deliver(structuredClone(one));
    worker.events.request(kind, details);
    await vi.advanceTimersByTimeAsync(5);
  }
  function deliver(one: Junk): void {
    if (one.to === "requests") worker.events.request(one.kind as never, one.details as never);
    else if (one.to === "navigations") worker.events.navigate(one.details as never);
    else (one.to === "bridge" ? bridge : panel).say(one.message);
  }
  await vi.advanceTimersByTimeAsync(30_000);
  const last = worker.views.open("panel:1");
  await vi.advanceTimersByTimeAsync(100);
  const exchanges = last.sent.flatMap((message) =>
    message.type === "snapshot" ? message.exchanges : [],
  );
  return exchanges
    .map((exchange) => ({ exchange, verdict: judge(exchange) }))
    .filter(({ exchange }) => /^\d$/.test(exchange.id))
    .map(({ exchange, verdict }) => {
      const { outcome, certainty, cause } = verdict;
      return `${exchange.id} ${exchange.hops.at(-1)?.url} ${outcome} ${certainty} ${cause?.code}`;
    })
    .sort();
}

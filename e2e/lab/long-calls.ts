import type { Lab } from "./lab.ts";

/** A call whose URL or method is longer than the probe sends. */
export interface LongCall {
  readonly name: string;
  /** The code that the page evaluates; `URL_` is the URL to call. */
  readonly call: string;
  readonly length: number;
  /** Whether the server allows it. */
  readonly allowed: boolean;
  readonly wanted: object;
}

const ALLOWED = { outcome: "allowed", certainty: "certain" };
const BLOCKED = { outcome: "blocked", cause: { code: "missing-allow-origin" } };
/** Only the probe reports it: no header does for a request whose preflight failed. */
const HEARD = { credentials: { basis: "observed" } };

const REFUSED = { outcome: "blocked", cause: { code: "csp" }, reachedServer: false };

/** Sets a page policy that allows nothing of one kind, then acts. Serialized as text. */
function refuse(directive: string, act: () => unknown): unknown {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = `${directive} 'none'`;
  document.head.append(meta);
  return act();
}

const LONG_METHOD = "M".repeat(100);

export const LONG_CALLS: readonly LongCall[] = [
  {
    name: "fetch, allowed",
    call: `fetch(URL_)`,
    length: 9_000,
    allowed: true,
    wanted: { ...ALLOWED, ...HEARD },
  },
  {
    name: "fetch, blocked",
    call: `fetch(URL_, { method: "PUT" })`,
    length: 12_000,
    allowed: false,
    wanted: { ...BLOCKED, ...HEARD },
  },
  {
    name: "fetch, one character more than is sent",
    call: `fetch(URL_)`,
    length: 8_193,
    allowed: true,
    wanted: { ...ALLOWED, ...HEARD },
  },
  {
    name: "fetch, as many characters as are sent",
    call: `fetch(URL_)`,
    length: 8_192,
    allowed: true,
    wanted: { ...ALLOWED, ...HEARD },
  },
  {
    name: "XMLHttpRequest",
    call: `(() => { const xhr = new XMLHttpRequest(); xhr.open("PUT", URL_); xhr.send(); })()`,
    length: 9_000,
    allowed: false,
    wanted: { ...BLOCKED, ...HEARD },
  },
  {
    name: "EventSource",
    call: `void new EventSource(URL_)`,
    length: 9_000,
    allowed: false,
    wanted: { ...BLOCKED, ...HEARD },
  },
  {
    name: "a method of 100 characters, blocked",
    call: `fetch(URL_, { method: "${LONG_METHOD}" })`,
    length: 200,
    allowed: false,
    wanted: { ...BLOCKED, ...HEARD, method: LONG_METHOD },
  },
  {
    name: "a method of 100 characters, allowed",
    call: `fetch(URL_, { method: "${LONG_METHOD}" })`,
    length: 200,
    allowed: true,
    wanted: { ...ALLOWED, ...HEARD, method: LONG_METHOD },
  },
  {
    name: "an image that loads by way of CORS",
    call: `(() => { const img = new Image(); img.crossOrigin = ""; img.src = URL_; document.body.append(img); })()`,
    length: 9_000,
    allowed: false,
    wanted: { ...BLOCKED, ...HEARD, destination: "image" },
  },
  {
    name: "fetch that a policy refuses",
    call: `(${refuse})("connect-src", () => fetch(URL_))`,
    length: 9_000,
    allowed: true,
    wanted: REFUSED,
  },
  {
    name: "an image that a policy refuses",
    call: `(${refuse})("img-src", () => { new Image().src = URL_; })`,
    length: 9_000,
    allowed: true,
    wanted: { ...REFUSED, destination: "image" },
  },
];

/** Sets up the lab for a long call; returns its URL. */
export function serveLongCall(lab: Lab, { length, allowed }: LongCall, id: string): string {
  const headers = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Methods", LONG_METHOD],
  ] as const;
  const response = { headers: allowed ? headers : [] };
  lab.respond(id, { preflight: { ...response, status: 204 }, response });
  return lab.url("apiA", id, "?").padEnd(length, "x");
}

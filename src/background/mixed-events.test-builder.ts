import { factsOf } from "../browsers/facts-of.ts";
import type { RawDetails } from "../observation/from-web-request.ts";
import type { Browser, RequestObservation } from "../observation/observation.ts";

export type Event = readonly [kind: RequestObservation["kind"], details: RawDetails];

export const KINDS = [
  "open",
  "refused",
  "put",
  "put-refused",
  "redirected",
  "aborted",
  "tainted",
  "put-cached",
] as const;

/** Each browser's errors. */
const ERRORS = {
  chromium: { failed: "net::ERR_FAILED", aborted: "net::ERR_ABORTED" },
  gecko: { failed: "NS_ERROR_DOM_BAD_URI", aborted: "NS_BINDING_ABORTED" },
};

/** The events of a request of one of the kinds, as a browser reports them. */
export function eventsOf(n: number, browser: Browser = "chromium"): readonly Event[] {
  const kind = KINDS[n % KINDS.length] as (typeof KINDS)[number];
  const facts = factsOf(browser);
  const errors = ERRORS[browser];
  const isPut = kind.startsWith("put");
  const at = 1_000_000 + n * 50;
  let time = at;
  const url = `https://api.test/${kind}/${n}`;
  const from = facts.tellsInitiatorOrigin
    ? { documentId: "D1", initiator: "https://app.test" }
    : { originUrl: "https://app.test/", documentUrl: "https://app.test/" };
  const of = (requestId: string, method: string, more: object = {}, at = url): RawDetails => ({
    ...{ requestId, method, url: at, tabId: 1, frameId: 0, parentFrameId: -1 },
    ...{ type: "xmlhttprequest", timeStamp: time++, ...from, ...more },
  });
  const origin = { name: "Origin", value: "https://app.test" };
  const mode = { name: "Sec-Fetch-Mode", value: "cors" };
  const sent = { requestHeaders: [origin, mode] };
  const head = (statusCode: number, ...headers: readonly (readonly [string, string])[]) => ({
    ...{ statusCode, statusLine: `HTTP/1.1 ${statusCode} So` },
    responseHeaders: headers.map(([name, value]) => ({ name, value })),
  });
  const allowed = ["Access-Control-Allow-Origin", "https://app.test"] as const;
  const id = `${n}`;
  const method = isPut ? "PUT" : "GET";
  const started: Event = ["started", of(id, method)];
  const failed = (error: string, at = url): Event => ["failed", of(id, method, { error }, at)];
  const send = (more: object = sent, at = url): Event => ["headers-sent", of(id, method, more, at)];
  if (kind === "aborted") return [started, send(), failed(errors.aborted)];
  // Gecko reports a request as sent before its preflight.
  const early = facts.announcesBeforePreflight && isPut ? [send()] : [];
  const announced = { name: "Access-Control-Request-Method", value: "PUT" };
  const methods = ["Access-Control-Allow-Methods", "PUT"] as const;
  const preflightHead = head(204, allowed, ...(kind === "put" ? [methods] : []));
  const preflightEnd = (): Event =>
    facts.announcesBeforePreflight && kind === "put-refused"
      ? ["failed", of(`p${n}`, "OPTIONS", { error: errors.failed })]
      : ["completed", of(`p${n}`, "OPTIONS", preflightHead)];
  const preflight: readonly Event[] =
    isPut && kind !== "put-cached"
      ? [
          ["started", of(`p${n}`, "OPTIONS")],
          ["headers-sent", of(`p${n}`, "OPTIONS", { requestHeaders: [origin, announced] })],
          ["headers-received", of(`p${n}`, "OPTIONS", preflightHead)],
          preflightEnd(),
        ]
      : [];
  if (kind === "put-refused") return [started, ...early, ...preflight, failed(errors.failed)];
  const isRedirected = kind === "redirected" || kind === "tainted";
  const redirectUrl = kind === "tainted" ? `https://other.test/${n}` : `${url}/there`;
  const redirect = head(302, allowed, ["Location", redirectUrl]);
  const hop: readonly Event[] = isRedirected
    ? [
        send(),
        ["headers-received", of(id, method, redirect)],
        ["redirected", of(id, method, { ...redirect, redirectUrl })],
        ["started", of(id, method, {}, redirectUrl)],
      ]
    : [];
  const last = isRedirected ? redirectUrl : url;
  const isRefused = kind === "refused" || kind === "tainted";
  const response = kind === "refused" ? head(200) : head(200, allowed);
  const opaque = { requestHeaders: [{ name: "Origin", value: "null" }, mode] };
  return [
    started,
    ...early,
    ...preflight,
    ...hop,
    ...(early.length > 0 ? [] : [send(kind === "tainted" ? opaque : sent, last)]),
    ["headers-received", of(id, method, response, last)],
    isRefused && !facts.completesWithheld
      ? failed(errors.failed, last)
      : ["completed", of(id, method, { ...response, ip: "127.0.0.1" }, last)],
  ];
}

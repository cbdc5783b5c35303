import type { RawDetails } from "../observation/from-web-request.ts";
import type { RequestObservation } from "../observation/observation.ts";

export type Event = readonly [kind: RequestObservation["kind"], details: RawDetails];

export const KINDS = ["open", "refused", "put", "put-refused", "redirected", "aborted"] as const;

/** Event by event, as Chromium tells them, a request of one of the kinds. */
export function eventsOf(n: number): readonly Event[] {
  const kind = KINDS[n % KINDS.length] as (typeof KINDS)[number];
  const isPut = kind.startsWith("put");
  const at = 1_000_000 + n * 50;
  let time = at;
  const url = `https://api.test/${kind}/${n}`;
  const of = (requestId: string, method: string, more: object = {}, at = url): RawDetails => ({
    ...{ requestId, method, url: at, tabId: 1, frameId: 0, parentFrameId: -1, documentId: "D1" },
    ...{ type: "xmlhttprequest", initiator: "https://app.test", timeStamp: time++, ...more },
  });
  const origin = { name: "Origin", value: "https://app.test" };
  const sent = { requestHeaders: [origin, { name: "Sec-Fetch-Mode", value: "cors" }] };
  const head = (statusCode: number, ...headers: readonly (readonly [string, string])[]) => ({
    ...{ statusCode, statusLine: `HTTP/1.1 ${statusCode} So` },
    responseHeaders: headers.map(([name, value]) => ({ name, value })),
  });
  const allowed = ["Access-Control-Allow-Origin", "https://app.test"] as const;
  const id = `${n}`;
  const method = isPut ? "PUT" : "GET";
  const started: Event = ["started", of(id, method)];
  const failed = (error: string): Event => ["failed", of(id, method, { error })];
  if (kind === "aborted") {
    return [started, ["headers-sent", of(id, method, sent)], failed("net::ERR_ABORTED")];
  }
  const announced = { name: "Access-Control-Request-Method", value: "PUT" };
  const methods = ["Access-Control-Allow-Methods", "PUT"] as const;
  const preflightHead = head(204, allowed, ...(kind === "put" ? [methods] : []));
  const preflight: readonly Event[] = isPut
    ? [
        ["started", of(`p${n}`, "OPTIONS")],
        ["headers-sent", of(`p${n}`, "OPTIONS", { requestHeaders: [origin, announced] })],
        ["headers-received", of(`p${n}`, "OPTIONS", preflightHead)],
        ["completed", of(`p${n}`, "OPTIONS", preflightHead)],
      ]
    : [];
  if (kind === "put-refused") return [started, ...preflight, failed("net::ERR_FAILED")];
  const redirectUrl = `${url}/there`;
  const redirect = head(302, allowed, ["Location", redirectUrl]);
  const hop: readonly Event[] =
    kind === "redirected"
      ? [
          ["headers-sent", of(id, method, sent)],
          ["headers-received", of(id, method, redirect)],
          ["redirected", of(id, method, { ...redirect, redirectUrl })],
          ["started", of(id, method, {}, redirectUrl)],
        ]
      : [];
  const last = kind === "redirected" ? redirectUrl : url;
  const response = kind === "refused" ? head(200) : head(200, allowed);
  return [
    started,
    ...preflight,
    ...hop,
    ["headers-sent", of(id, method, sent, last)],
    ["headers-received", of(id, method, response, last)],
    kind === "refused"
      ? failed("net::ERR_FAILED")
      : ["completed", of(id, method, { ...response, ip: "127.0.0.1" }, last)],
  ];
}

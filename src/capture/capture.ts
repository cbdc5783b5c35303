import * as v from "valibot";

/** Raised whenever a capture changes its meaning; an older reader then says that it is too old. */
export const CAPTURE_VERSION = 1;

const number = v.pipe(v.number(), v.finite());
const flag = v.boolean();
const text = v.string();
const headers = v.array(v.tuple([text, text]));

const ending = v.variant("kind", [
  v.object({ kind: v.literal("pending") }),
  v.object({ kind: v.literal("completed") }),
  v.object({ kind: v.literal("not-sent") }),
  v.object({ kind: v.literal("failed"), error: text }),
]);

const redirect = v.object({ url: text, internal: flag });

const response = v.object({
  status: number,
  statusText: text,
  headers,
  linesTold: flag,
  rewrittenHeaders: v.nullable(headers),
  receivedAt: number,
  fromCache: flag,
  ip: v.nullable(text),
});

const preflight = v.object({
  requestId: text,
  url: text,
  startedAt: number,
  endedAt: v.nullable(number),
  requestHeaders: v.nullable(headers),
  response: v.nullable(response),
  redirect: v.nullable(redirect),
  ending,
});

const hop = v.object({
  url: text,
  origin: text,
  method: text,
  startedAt: number,
  requestHeaders: v.nullable(headers),
  sentAt: v.nullable(number),
  preflight: v.nullable(preflight),
  response: v.nullable(response),
  redirect: v.nullable(redirect),
});

const call = v.object({
  api: v.picklist(["fetch", "xhr", "event-source", "beacon", "worker"]),
  url: text,
  urlLength: v.exactOptional(number),
  method: text,
  methodLength: v.exactOptional(number),
  optionsRefused: v.exactOptional(flag),
  mode: v.nullable(v.picklist(["cors", "no-cors", "same-origin", "navigate"])),
  credentials: v.nullable(v.picklist(["omit", "same-origin", "include"])),
  redirect: v.nullable(v.picklist(["follow", "error", "manual"])),
  onlyIfCached: flag,
  hasIntegrity: flag,
  served: flag,
  headerNames: v.array(text),
  body: v.picklist(["none", "plain", "stream"]),
  uploadListener: v.nullable(flag),
  keepalive: flag,
  targetAddressSpace: v.nullable(text),
  stack: v.nullable(text),
});

const callResult = v.object({
  result: v.picklist(["resolved", "rejected", "thrown"]),
  responseType: v.nullable(text),
  status: v.nullable(number),
  errorName: v.nullable(text),
});

const violation = v.object({
  effectiveDirective: text,
  blockedUrl: text,
  disposition: v.picklist(["enforce", "report"]),
});

const element = v.object({
  url: text,
  resourceType: text,
  mode: v.nullable(v.picklist(["cors", "no-cors", "same-origin"])),
  credentials: v.nullable(v.picklist(["same-origin", "include"])),
  hasIntegrity: flag,
  served: flag,
  answered: v.nullable(v.union([number, v.literal("none")])),
});

const exchange = v.object({
  id: text,
  browser: v.picklist(["chromium", "gecko"]),
  tabId: number,
  frameId: number,
  parentFrameId: number,
  documentId: v.nullable(text),
  documentLifecycle: v.nullable(text),
  resourceType: text,
  initiatorOrigin: v.nullable(text),
  startedAt: number,
  endedAt: v.nullable(number),
  // Never empty: the first hop says what the exchange requested.
  hops: v.pipe(v.array(hop), v.minLength(1)),
  ending,
  cachedFrom: v.nullable(v.object({ exchange: text, origin: v.nullable(text) })),
  otherAskers: v.array(
    v.object({
      hop: number,
      exchange: text,
      origin: v.nullable(text),
      allowOrigin: v.nullable(text),
      credentialsIncluded: v.nullable(flag),
    }),
  ),
  embedderPolicy: v.nullable(v.picklist(["unsafe-none", "require-corp", "credentialless"])),
  ancestorOrigins: v.array(v.nullable(text)),
  documentShown: flag,
  documentOrigins: v.array(text),
  topOrigin: v.nullable(text),
  stack: v.nullable(text),
  call: v.nullable(call),
  callResult: v.nullable(callResult),
  violation: v.nullable(violation),
  element: v.nullable(element),
  elementFailed: flag,
  timedStatus: v.nullable(number),
  answeredByWorker: v.nullable(flag),
  completeness: v.picklist(["complete", "headless", "orphan-preflight", "interrupted"]),
  trial: v.exactOptional(v.literal(true)),
});

/** A recording as it is saved: all that its verdicts are made of. */
export const captureSchema = v.object({
  version: v.literal(CAPTURE_VERSION),
  /** When it was saved. */
  exportedAt: v.pipe(text, v.isoTimestamp()),
  /** The browser that recorded it. */
  browser: v.object({ name: text, version: text }),
  /** Whether the secrets were taken out. */
  redacted: flag,
  /** Exchanges evicted because the recording is bounded. */
  dropped: number,
  exchanges: v.pipe(
    v.array(exchange),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, "an id occurs twice"),
  ),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/**
 * A saved recording: what `captureSchema` lets pass. Its exchanges are those of `exchange.ts`: the one
 * who saves and the one who reads do not compile where a field differs.
 */
export type Capture = DeepReadonly<v.InferOutput<typeof captureSchema>>;

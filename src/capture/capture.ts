import * as v from "valibot";

/** Raised when a capture changes its meaning; an older reader then reports that it is too old. */
export const CAPTURE_VERSION = 1;

const number = v.pipe(v.number(), v.finite());
const flag = v.boolean();
const text = v.string();
const headers = v.array(v.tuple([text, text]));

const pending = v.object({ kind: v.literal("pending") });
const completed = v.object({ kind: v.literal("completed") });
const notSent = v.object({ kind: v.literal("not-sent") });
const failed = v.object({ kind: v.literal("failed"), error: text });
const ending = v.variant("kind", [pending, completed, failed]);

const redirect = v.object({ url: text, internal: flag });

/** Renames a member that older versions saved under another name. */
function renamed(before: string, now: string) {
  return (saved: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    if (!Object.hasOwn(saved, before)) return saved;
    const { [before]: value, ...rest } = saved;
    return { [now]: value, ...rest };
  };
}

const response = v.pipe(
  v.looseObject({}),
  v.transform(renamed("linesTold", "linesSeen")),
  v.object({
    status: number,
    statusText: text,
    headers,
    linesSeen: flag,
    rewrittenHeaders: v.nullable(headers),
    receivedAt: number,
    fromCache: flag,
    ip: v.nullable(text),
  }),
);

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
  api: v.picklist(["fetch", "xhr", "event-source", "beacon", "worker", "websocket"]),
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
  credentialless: v.exactOptional(flag),
});

/** The members that every exchange has. */
const story = {
  id: text,
  browser: v.picklist(["chromium", "gecko"]),
  tabId: number,
  frameId: number,
  documentId: v.nullable(text),
  resourceType: text,
  initiatorOrigin: v.nullable(text),
  startedAt: number,
  endedAt: v.nullable(number),
  documentOrigins: v.array(text),
  fromSrcdoc: v.exactOptional(v.literal(true)),
  fromSandbox: v.exactOptional(v.literal(true)),
  topOrigin: v.nullable(text),
  stack: v.nullable(text),
  fromLatePage: v.exactOptional(v.literal(true)),
};

const notCalled = { call: v.null(), callResult: v.null() };
const ofNoElement = { element: v.null(), elementFailed: v.literal(false) };

const requested = v.intersect([
  v.object({
    ...story,
    kind: v.literal("requested"),
    parentFrameId: number,
    documentLifecycle: v.nullable(text),
    // Never empty: the first hop holds the URL that the exchange requested.
    hops: v.pipe(v.array(hop), v.minLength(1)),
    ending,
    cachedFrom: v.nullable(
      v.object({
        exchange: text,
        origin: v.nullable(text),
        sharedElsewhere: v.exactOptional(v.literal(true)),
      }),
    ),
    requesters: v.array(
      v.object({
        hop: number,
        exchange: text,
        origin: v.nullable(text),
        allowOrigin: v.nullable(text),
        credentialsIncluded: v.nullable(flag),
        storedApart: v.exactOptional(v.literal(true)),
      }),
    ),
    embedderPolicy: v.nullable(v.picklist(["unsafe-none", "require-corp", "credentialless"])),
    ancestorOrigins: v.array(v.nullable(text)),
    documentShown: flag,
    violation: v.nullable(violation),
    timedStatus: v.nullable(number),
    answeredByWorker: v.null(),
    completeness: v.picklist([
      "complete",
      "headless",
      "orphan-preflight",
      "interrupted",
      "partial",
      "preflight-unheard",
    ]),
    trial: v.exactOptional(v.literal(true)),
    workerScript: v.exactOptional(text),
  }),
  v.union([v.object({ call, callResult: v.nullable(callResult) }), v.object(notCalled)]),
  v.union([v.object({ element, elementFailed: flag }), v.object(ofNoElement)]),
]);

/** The members that only a request could fill. */
const neverRequested = {
  ...story,
  parentFrameId: v.literal(-1),
  documentLifecycle: v.null(),
  hops: v.tuple([
    v.object({
      url: text,
      origin: text,
      method: text,
      startedAt: number,
      requestHeaders: v.null(),
      sentAt: v.null(),
      preflight: v.null(),
      response: v.null(),
      redirect: v.null(),
    }),
  ]),
  cachedFrom: v.null(),
  requesters: v.tuple([]),
  embedderPolicy: v.null(),
  ancestorOrigins: v.tuple([]),
  documentShown: v.literal(false),
  completeness: v.picklist(["complete", "interrupted"]),
};

const callNeverRequested = v.object({
  ...neverRequested,
  kind: v.literal("call-never-requested"),
  ending: v.variant("kind", [pending, completed, notSent]),
  call,
  callResult,
  violation: v.nullable(violation),
  ...ofNoElement,
  timedStatus: v.nullable(number),
  answeredByWorker: v.nullable(flag),
});

const unloaded = {
  ...neverRequested,
  ...notCalled,
  kind: v.literal("element-never-requested"),
  ending: v.variant("kind", [pending, notSent]),
  timedStatus: v.null(),
  answeredByWorker: v.null(),
};

const exchange = v.pipe(
  v.looseObject({}),
  v.transform(withKind),
  v.transform(renamed("otherAskers", "requesters")),
  v.union([
    requested,
    callNeverRequested,
    v.object({
      ...unloaded,
      element,
      elementFailed: v.literal(true),
      violation: v.nullable(violation),
    }),
    v.object({ ...unloaded, ...ofNoElement, violation }),
  ]),
);

/** Adds the kind, which early captures lack, derived from the exchange's members. */
function withKind(saved: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (saved.kind !== undefined) return saved;
  const isRequested =
    (saved.answeredByWorker ?? null) === null &&
    !v.is(v.object({ ending: notSent }), saved) &&
    !/^(?:call|element):/.test(String(saved.id));
  const never = saved.call === null ? "element-never-requested" : "call-never-requested";
  return { ...saved, kind: isRequested ? "requested" : never };
}

/** A saved recording, with everything that its verdicts depend on. */
export const captureSchema = v.object({
  version: v.literal(CAPTURE_VERSION),
  /** When the recording was saved. */
  exportedAt: v.pipe(text, v.isoTimestamp()),
  /** The browser that recorded. */
  browser: v.object({ name: text, version: text }),
  /** Whether secrets were redacted. */
  redacted: flag,
  /** The number of exchanges evicted because the recording is bounded. */
  dropped: number,
  exchanges: v.pipe(
    v.array(exchange),
    v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, "an id occurs twice"),
  ),
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/**
 * A saved recording that passed `captureSchema`. Its exchanges are those of `exchange.ts`: writer and reader
 * do not compile where a field differs.
 */
export type Capture = DeepReadonly<v.InferOutput<typeof captureSchema>>;

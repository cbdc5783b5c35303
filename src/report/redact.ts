import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { surroundingsAmong } from "../diagnosis/surroundings.ts";
import { callingLine } from "../exchange/calling-line.ts";
import type {
  CachedFrom,
  Ending,
  Exchange,
  Hop,
  OtherRequester,
  Preflight,
  Redirect,
  Response,
} from "../exchange/exchange.ts";
import { ownLine } from "../exchange/stack-frames.ts";
import { isToken } from "../http/field-values.ts";
import type { HeaderLine } from "../http/header-list.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import { isSafelistedName, maskSafelisted } from "./mask-safelisted.ts";
import { redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";

declare const SHAREABLE: unique symbol;

/**
 * What may leave the browser: without secrets, unless the user wants them. Only this module makes
 * it, and to-capture.ts of what this one gave; every export and every copy takes it, so that none
 * compiles with raw values.
 */
export type Shareable<T = Diagnosed> = T & { readonly [SHAREABLE]: true };

/** An exchange with its verdict, and what is behind it. */
export interface Diagnosed extends Judged {
  readonly diagnosis: Diagnosis;
}

/**
 * An exchange with its verdict for a report. Without secrets: values of headers that carry
 * credentials, userinfo, and in every URL and text what is a secret by its name, its shape or its
 * form. What CORS is judged by stays: origins, `Access-Control-*`, methods, statuses, names of
 * headers, that a header or a userinfo was there. The verdict is made from the redacted exchange:
 * it never saw a secret, and whoever judges the report's capture comes to the same. Never throws.
 *
 * @param includeSecrets the user wants secrets, in this report.
 */
export function share(judged: Recorded, includeSecrets: boolean): Shareable {
  const shown = withoutSecrets(judged, includeSecrets);
  return { ...shown, diagnosis: diagnose(shown.exchange, shown.verdict) } as Shareable;
}

/** What a report is made of: an exchange. Its verdict is made anew, so it need not come along. */
export type Recorded = Pick<Judged, "exchange"> & Partial<Judged>;

/**
 * The same for a whole recording, in the order in which its exchanges began: the diagnoses look at what
 * was recorded around each.
 *
 * @param onStep hears of each step: `SHARE_STEPS` for each exchange.
 */
export function shareAll(
  recorded: Iterable<Recorded>,
  includeSecrets: boolean,
  onStep: () => void = () => {},
): Shareable[] {
  const shown = [...recorded]
    .map((one) => {
      onStep();
      return withoutSecrets(one, includeSecrets);
    })
    // An exchange that was never sent is recorded when it has ended.
    .sort((a, b) => a.exchange.startedAt - b.exchange.startedAt);
  const { around } = surroundingsAmong(shown);
  return shown.map((one) => {
    onStep();
    const diagnosis = diagnose(one.exchange, one.verdict, around(one.exchange));
    return { ...one, diagnosis } as Shareable;
  });
}

export const SHARE_STEPS = 2;

function withoutSecrets({ exchange, verdict }: Recorded, includeSecrets: boolean): Judged {
  if (includeSecrets) return { exchange, verdict: verdict ?? judge(exchange) };
  const shown = redactExchange(withOwnLine(exchange));
  return { exchange: shown, verdict: judge(shown) };
}

/** A report tells one place of a stack: the one that the panel names. */
function withOwnLine(exchange: Exchange): Exchange {
  const { call } = exchange;
  const own = ownLine(exchange);
  const stack = own && `at ${own.url}:${own.line}:${own.column}`;
  return { ...exchange, stack, call: call && { ...call, stack: call.stack && stack } } as Exchange;
}

/** The same for changes of responses; each target names the responses in words. */
export function shareChanges<
  Change extends Pick<RemedyChange, "set"> & { readonly targets: readonly string[] },
>(changes: readonly Change[], includeSecrets: boolean): Shareable<readonly Change[]> {
  const shown = includeSecrets
    ? changes
    : changes.map((change) => ({
        ...change,
        targets: change.targets.map(redactText),
        set: change.set.map(setLine),
      }));
  return shown as Shareable<readonly Change[]>;
}

type Rule<T> = (value: T) => T;

/** One rule for each field, so that a new field does not compile before somebody thought of it. */
function fields<T extends object>(
  rules: {
    readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>>;
  },
): Rule<T> {
  const names = Object.keys(rules) as (keyof T)[];
  return (value) => {
    const shown: Partial<T> = {};
    for (const name of names) {
      const known = value[name] as Exclude<T[typeof name], undefined> | undefined;
      if (known !== undefined) shown[name] = rules[name](known);
    }
    return shown as T;
  };
}

/** Whether a type has room for a stranger's text, anywhere in it. */
type HoldsText<T> = string extends T
  ? true
  : T extends object
    ? true extends { [K in keyof T]-?: HoldsText<T[K]> }[keyof T]
      ? true
      : false
    : false;

/** For what cannot hold a stranger's text: numbers, booleans, words of our own. */
function keep<T>(value: true extends HoldsText<T> ? never : T): T {
  return value;
}

const nullable =
  <T>(rule: Rule<T>): Rule<T | null> =>
  (value) =>
    value === null ? null : rule(value);

const each =
  <T>(rule: Rule<T>): Rule<readonly T[]> =>
  (values) =>
    values.map(rule);

const url: Rule<string> = redactUrl;
const text: Rule<string> = redactText;

/** An origin holds no secret; a text that stands in its place may. */
const origin: Rule<string> = (value) => redactHeaderValue("Origin", value);

/** A name of ours or of the browser's for something recorded. */
const id: Rule<string> = (value) => (/^[\w:.+ -]*$/.test(value) ? value : `id-${hashOf(value)}`);

/** A browser's word for something. */
const word: Rule<string> = (value) => (/^[\w-]{0,40}$/.test(value) ? value : redactText(value));

/** FNV-1a: the same name wherever the same id stands. */
function hashOf(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) {
    hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash.toString(16);
}

const header: Rule<HeaderLine> = ([name, value]) => {
  const key = `${name}:${value}`;
  const known = SEEN.get(key);
  if (known !== undefined) return [name, known];
  const shown = redactHeaderValue(name, value);
  if (SEEN.size >= MOST_SEEN) SEEN.clear();
  if (value.length < 500) SEEN.set(key, shown);
  return [name, shown];
};

/** Servers send the same lines again and again. */
const SEEN = new Map<string, string>();
const MOST_SEEN = 2000;
const headers = each(header);

/** A header that the caller may have set: a safelisted one is judged by its value. */
const requestHeaders = each<HeaderLine>((line) => {
  const [name, value] = line;
  const [, shown] = header(line);
  return [name, shown === value || !isSafelistedName(name) ? shown : maskSafelisted(name, value)];
});

/** A name of a header or a method: CORS compares them, and a call is refused for what is no token. */
const token: Rule<string> = (name) => (isToken(name) ? name : redactText(name));

const ending: Rule<Exchange["ending"]> = (value) =>
  value.kind === "failed" ? { ...value, error: redactText(value.error) } : { kind: value.kind };

const redirect = fields<Redirect>({ url, internal: keep });

const response = fields<Response>({
  status: keep,
  statusText: text,
  headers,
  linesSeen: keep,
  rewrittenHeaders: nullable(headers),
  receivedAt: keep,
  fromCache: keep,
  ip: nullable(text),
});

const preflight = fields<Preflight>({
  requestId: id,
  url,
  startedAt: keep,
  endedAt: keep,
  requestHeaders: nullable(requestHeaders),
  response: nullable(response),
  redirect: nullable(redirect),
  ending: ending as Rule<Ending>,
});

const hop = fields<Hop>({
  url,
  origin,
  method: token,
  startedAt: keep,
  requestHeaders: nullable(requestHeaders),
  sentAt: keep,
  preflight: nullable(preflight),
  response: nullable(response),
  redirect: nullable(redirect),
});

/** Of a stack the one place that a report tells. */
const stack: Rule<string | null> = (value) => {
  const place = callingLine(value);
  return place && `at ${redactUrl(place.url)}:${place.line}:${place.column}`;
};

const call = fields<NonNullable<Exchange["call"]>>({
  api: keep,
  url,
  urlLength: keep,
  method: token,
  methodLength: keep,
  optionsRefused: keep,
  mode: keep,
  credentials: keep,
  redirect: keep,
  onlyIfCached: keep,
  hasIntegrity: keep,
  served: keep,
  headerNames: each(token),
  body: keep,
  uploadListener: keep,
  keepalive: keep,
  targetAddressSpace: nullable(word),
  stack,
});

const callResult = fields<NonNullable<Exchange["callResult"]>>({
  result: keep,
  responseType: nullable(word),
  status: keep,
  errorName: nullable(word),
});

const violation = fields<NonNullable<Exchange["violation"]>>({
  effectiveDirective: word,
  blockedUrl: url,
  disposition: keep,
});

const element = fields<NonNullable<Exchange["element"]>>({
  url,
  resourceType: word,
  mode: keep,
  credentials: keep,
  hasIntegrity: keep,
  served: keep,
  answered: keep,
  credentialless: keep,
});

const cachedFrom = fields<CachedFrom>({
  exchange: id,
  origin: nullable(origin),
  sharedElsewhere: keep,
});

const otherRequester = fields<OtherRequester>({
  hop: keep,
  exchange: id,
  origin: nullable(origin),
  allowOrigin: nullable(origin),
  credentialsIncluded: keep,
  storedApart: keep,
});

/** Each field of an exchange, of whatever kind: what is null stays null, so it stays of its kind. */
type ExchangeFields = { [K in keyof Exchange]: Exchange[K] };

const redactExchange = fields<ExchangeFields>({
  kind: keep,
  id,
  browser: keep,
  tabId: keep,
  frameId: keep,
  parentFrameId: keep,
  documentId: nullable(id),
  documentLifecycle: nullable(word),
  resourceType: word,
  initiatorOrigin: nullable(origin),
  startedAt: keep,
  endedAt: keep,
  hops: each(hop),
  ending,
  cachedFrom: nullable(cachedFrom),
  requesters: each(otherRequester),
  embedderPolicy: keep,
  ancestorOrigins: each(nullable(origin)),
  documentShown: keep,
  documentOrigins: each(origin),
  fromSrcdoc: keep,
  topOrigin: nullable(origin),
  stack,
  call: nullable(call),
  callResult: nullable(callResult),
  violation: nullable(violation),
  element: nullable(element),
  elementFailed: keep,
  timedStatus: keep,
  answeredByWorker: keep,
  completeness: keep,
  trial: keep,
  workerScript: url,
  fromLatePage: keep,
}) as Rule<Exchange>;

const setLine: Rule<RemedyChange["set"][number]> = ({ name, value }) => ({
  name,
  value: redactHeaderValue(name, value),
});

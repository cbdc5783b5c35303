import type { RefusedCookie, SessionCookie } from "../diagnosis/cookies.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import { lanesAround } from "../diagnosis/lanes-around.ts";
import {
  type HostRecord,
  NO_SURROUNDINGS,
  type SimplePass,
  type Surroundings,
  surroundingsAmong,
} from "../diagnosis/surroundings.ts";
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
import { REDACTED, redactHeaderValue, redactText, redactUrl } from "./redact-text.ts";

declare const SHAREABLE: unique symbol;

/**
 * Data that may leave the browser: without secrets, unless the user wants them. Only this module creates it,
 * to-capture.ts from its results, and bug-report.ts from fixed words. Every export and every copy takes this type, so that none compiles with
 * raw values.
 */
export type Shareable<T = Diagnosed> = T & { readonly [SHAREABLE]: true };

/** An exchange with its verdict and its diagnosis. */
export interface Diagnosed extends Judged {
  readonly diagnosis: Diagnosis;
}

/**
 * An exchange with its verdict for a report. Redacted are: values of headers that carry credentials,
 * userinfo, and secrets in every URL and text, by their name, shape or form. Everything that CORS judges is
 * kept: origins, `Access-Control-*`, methods, statuses, header names, the presence of a header or of
 * userinfo. The verdict is made from the redacted exchange: it never saw a secret, and judging the report's
 * capture gives the same. Never throws.
 *
 * @param includeSecrets the user wants secrets in this report.
 * @param surroundings of the exchange in its recording, as recorded: redacted here.
 */
export function share(
  judged: Recorded,
  includeSecrets: boolean,
  surroundings: Surroundings = NO_SURROUNDINGS,
): Shareable {
  return diagnosed(
    withoutSecrets(judged, includeSecrets),
    includeSecrets ? surroundings : redactSurroundings(surroundings),
  );
}

/** Parameters must be redacted already. */
function diagnosed(one: Judged, surroundings: Surroundings): Shareable {
  const diagnosis = diagnose(one.exchange, one.verdict, surroundings);
  const lanes = lanesAround(one, surroundings);
  const verdict = lanes === one.verdict.lanes ? one.verdict : { ...one.verdict, lanes };
  return { ...one, verdict, diagnosis } as Shareable;
}

/** The source of a report: an exchange. Its verdict is made anew, so it is optional. */
export type Recorded = Pick<Judged, "exchange"> & Partial<Judged>;

/**
 * The same for a whole recording, in the order in which its exchanges began: a diagnosis depends on the
 * exchanges around it.
 *
 * @param onStep called for each step: `SHARE_STEPS` times per exchange.
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
    // An exchange that was never sent is recorded only once it has ended.
    .sort((a, b) => a.exchange.startedAt - b.exchange.startedAt);
  const { around } = surroundingsAmong(shown);
  return shown.map((one) => {
    onStep();
    return diagnosed(one, around(one));
  });
}

export const SHARE_STEPS = 2;

function withoutSecrets({ exchange, verdict }: Recorded, includeSecrets: boolean): Judged {
  if (includeSecrets) return { exchange, verdict: verdict ?? judge(exchange) };
  const shown = redactExchange(withOwnLine(exchange));
  return { exchange: shown, verdict: judge(shown) };
}

/** A report contains one place of a stack: the one that the panel names. */
function withOwnLine(exchange: Exchange): Exchange {
  const { call } = exchange;
  const own = ownLine(exchange);
  const stack = own && `at ${own.url}:${own.line}:${own.column}`;
  return { ...exchange, stack, call: call && { ...call, stack: call.stack && stack } } as Exchange;
}

/** The same for changes of responses; each target names its responses in words. */
export function shareChanges<
  Change extends Pick<RemedyChange, "set"> & { readonly targets: readonly string[] },
>(changes: readonly Change[], includeSecrets: boolean): Shareable<readonly Change[]> {
  const shown = includeSecrets
    ? changes
    : changes.map((change) => ({
        ...change,
        targets: change.targets.map(text),
        set: change.set.map(setLine),
      }));
  return shown as Shareable<readonly Change[]>;
}

type Rule<T> = (value: T) => T;

/** One rule per field, so that a new field does not compile without a rule. */
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

/** Whether a type can hold untrusted text, at any depth. */
type HoldsText<T> = string extends T
  ? true
  : T extends object
    ? true extends { [K in keyof T]-?: HoldsText<T[K]> }[keyof T]
      ? true
      : false
    : false;

/** For types that cannot hold untrusted text: numbers, booleans, words of our own. */
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

/** Remembers the results of a rule: requests repeat the same URLs, texts and header lines. */
function remembered<T>(rule: (value: T) => string, keyOf: (value: T) => string) {
  const seen = new Map<string, string>();
  return (value: T): string => {
    const key = keyOf(value);
    const known = seen.get(key);
    if (known !== undefined) return known;
    const shown = rule(value);
    if (seen.size >= MOST_SEEN) seen.clear();
    if (key.length < LONGEST_SEEN) seen.set(key, shown);
    return shown;
  };
}

const MOST_SEEN = 2000;
const LONGEST_SEEN = 500;

const itself = (value: string) => value;
const url = remembered(redactUrl, itself);
const text = remembered(redactText, itself);

/** An origin contains no secret; a text in its place may. */
const origin = remembered((value: string) => redactHeaderValue("Origin", value), itself);

/** An identifier that we or the browser created. */
const id: Rule<string> = (value) => (/^[\w:.+ -]*$/.test(value) ? value : `id-${hashOf(value)}`);

/** A keyword of the browser. */
const word: Rule<string> = (value) => (/^[\w-]{0,40}$/.test(value) ? value : text(value));

/** FNV-1a: equal ids get the same name. */
function hashOf(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) {
    hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193) >>> 0;
  }
  return hash.toString(16);
}

const headerValue = remembered<HeaderLine>(
  ([name, value]) => redactHeaderValue(name, value),
  (line) => line.join("\n"),
);
const header: Rule<HeaderLine> = (line) => [line[0], headerValue(line)];
const headers = each(header);

/** A header that the caller may have set: CORS judges a safelisted one by its value. */
const requestHeaders = each<HeaderLine>((line) => {
  const [name, value] = line;
  const [, shown] = header(line);
  return [name, shown === value || !isSafelistedName(name) ? shown : maskSafelisted(name, value)];
});

/** A header name or a method: CORS compares them, and a call is refused if one is not a token. */
const token: Rule<string> = (name) => (isToken(name) ? name : text(name));

const ending: Rule<Exchange["ending"]> = (value) =>
  value.kind === "failed" ? { ...value, error: text(value.error) } : { kind: value.kind };

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

/** The one place of a stack that a report contains. */
const stack: Rule<string | null> = (value) => {
  const place = callingLine(value);
  return place && `at ${url(place.url)}:${place.line}:${place.column}`;
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

/** The fields of an exchange of any kind: null fields stay null, so its kind is unchanged. */
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
  fromSandbox: keep,
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

const simplePass = fields<SimplePass>({ exchange: id, origin, url });

/** As in a redacted Set-Cookie line. */
const cookieName: Rule<string> = () => REDACTED;

const refusedCookie = fields<RefusedCookie>({
  exchange: id,
  startedAt: keep,
  name: cookieName,
  sentAt: keep,
  removedAt: keep,
  reason: keep,
});

const sessionCookie = fields<SessionCookie>({
  exchange: id,
  startedAt: keep,
  name: cookieName,
  sentAt: keep,
  removedAt: keep,
  path: text,
});

const hostRecord = fields<HostRecord>({
  responses: keep,
  withCors: keep,
  passedWithoutPreflight: (passes) => (of) => passes(of).map(simplePass),
  refusedCookies: each(refusedCookie),
  sessions: each(sessionCookie),
});

const redactJudged: Rule<Judged> = (judged) => withoutSecrets(judged, false);

const redactSurroundings = fields<Surroundings>({
  passedBefore: nullable(redactJudged),
  passedAlike: nullable(redactJudged),
  inWorkers: each(redactJudged),
  hostOf: (hostOf) => (host) => hostRecord(hostOf(host)),
});

const setLine: Rule<RemedyChange["set"][number]> = ({ name, value }) => ({
  name,
  value: redactHeaderValue(name, value),
});

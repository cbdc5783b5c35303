import { callingLine } from "../exchange/calling-line.ts";
import type { Ending, Exchange, Hop, Preflight, Redirect, Response } from "../exchange/exchange.ts";
import type { HeaderLine, HeaderList } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";
import type { Cause, Evidence, Finding, Lane, RemedyChange, Verdict } from "../verdict/verdict.ts";

/** An exchange with its verdict: what a report is made of. */
export interface Judged {
  readonly exchange: Exchange;
  readonly verdict: Verdict;
}

/** What stands for a header value that was taken out. */
export const REDACTED = "[redacted]";
/** The same within URLs, which may not hold brackets. */
const IN_URL = "redacted";

/**
 * The exchange and its verdict without secrets: values of headers that carry credentials, userinfo
 * and credentials in the query of every URL, and tokens that show themselves by their shape. What
 * CORS is judged by stays: `Access-Control-*`, origins, that a header or a userinfo was there.
 * Never throws.
 */
export function redactJudged({ exchange, verdict }: Judged): Judged {
  return { exchange: redactExchange(exchange), verdict: redactVerdict(verdict) };
}

function redactExchange(exchange: Exchange): Exchange {
  return {
    ...exchange,
    hops: exchange.hops.map(redactHop),
    ending: redactEnding(exchange.ending),
    stack: redactStack(exchange.stack),
  };
}

/** Of a stack the one place that a report tells. */
function redactStack(stack: string | null): string | null {
  const place = callingLine(stack);
  return place && `at ${redactUrl(place.url)}:${place.line}:${place.column}`;
}

function redactHop(hop: Hop): Hop {
  return {
    ...hop,
    url: redactUrl(hop.url),
    requestHeaders: headersOrNull(hop.requestHeaders),
    preflight: hop.preflight && redactPreflight(hop.preflight),
    response: hop.response && redactResponse(hop.response),
    redirect: redactRedirect(hop.redirect),
  };
}

function redactPreflight(preflight: Preflight): Preflight {
  return {
    ...preflight,
    url: redactUrl(preflight.url),
    requestHeaders: headersOrNull(preflight.requestHeaders),
    response: preflight.response && redactResponse(preflight.response),
    redirect: redactRedirect(preflight.redirect),
    ending: redactEnding(preflight.ending),
  };
}

function redactResponse(response: Response): Response {
  return {
    ...response,
    statusText: redactText(response.statusText),
    headers: redactHeaders(response.headers),
    rewrittenHeaders: headersOrNull(response.rewrittenHeaders),
  };
}

function redactRedirect(redirect: Redirect | null): Redirect | null {
  return redirect && { ...redirect, url: redactUrl(redirect.url) };
}

function redactEnding(ending: Ending): Ending {
  return ending.kind === "failed" ? { ...ending, error: redactText(ending.error) } : ending;
}

function redactVerdict(verdict: Verdict): Verdict {
  const { lanes } = verdict;
  return {
    ...verdict,
    cause: redactCause(verdict.cause),
    alternatives: verdict.alternatives.map(withParameter),
    lanes: {
      spec: redactLane(lanes.spec),
      chromium: redactLane(lanes.chromium),
      gecko: redactLane(lanes.gecko),
    },
    findings: verdict.findings.map(redactFinding),
    remedy: verdict.remedy === null ? null : verdict.remedy.map(redactChange),
    steps: verdict.steps.map((step) => ({ ...step, values: step.values.map(redactText) })),
  };
}

function redactCause(cause: Cause | null): Cause | null {
  return cause && withParameter(cause);
}

function withParameter<T extends { readonly parameter: string | null }>(one: T): T {
  return one.parameter === null ? one : { ...one, parameter: redactText(one.parameter) };
}

function redactLane(lane: Lane): Lane {
  return { ...lane, cause: redactCause(lane.cause) };
}

function redactFinding(finding: Finding): Finding {
  return { ...withParameter(finding), evidence: finding.evidence.map(redactEvidence) };
}

function redactEvidence({ header, got, wanted }: Evidence): Evidence {
  const value = (text: string | null) => (text === null ? null : redactHeaderValue(header, text));
  return { header, got: value(got), wanted: value(wanted) };
}

function redactChange(change: RemedyChange): RemedyChange {
  return {
    ...change,
    url: redactUrl(change.url),
    set: change.set.map(({ name, value }) => ({ name, value: redactHeaderValue(name, value) })),
  };
}

function headersOrNull(headers: HeaderList | null): HeaderList | null {
  return headers && redactHeaders(headers);
}

/** A header list with secret values replaced; names, order and number of lines stay. */
export function redactHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]): HeaderLine => [name, redactHeaderValue(name, value)]);
}

/** One header's value, redacted as its name and its own shape demand. */
export function redactHeaderValue(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (JUDGED.test(lower)) return value;
  if (SECRET_HEADER.test(lower)) return REDACTED;
  return HOLDS_URL.has(lower) ? redactUrl(value) : redactText(value);
}

/** What CORS is judged by, and what never holds a secret: `Access-Control-*`, `Sec-*`, `Origin`. */
const JUDGED =
  /^(?:access-control-.*|sec-.*|origin|vary|allow|timing-allow-origin|cross-origin-.*)$/;
const SECRET_HEADER =
  /^(?:set-)?cookie2?$|authorization|token|api-?key|(?:access|private|subscription|functions?)-key|secret|session|passw|credential|jwt|csrf|xsrf|signature|^x-.*\bauth\b|assertion/;
const HOLDS_URL = new Set(["location", "content-location", "referer"]);

/**
 * A URL, absolute or relative, without its secrets: userinfo becomes `redacted:redacted@` (or
 * `redacted@`), so that it still shows and parses; values of query and fragment parameters that
 * are named as secrets are, and tokens by their shape, become `redacted`. Also looks into URLs
 * that a parameter holds. Whatever else the text holds stays as it is. Never throws.
 */
export function redactUrl(url: string): string {
  return redactUrlText(url, 0);
}

/** How deep URLs in parameters of URLs are followed; beyond, a value is taken out whole. */
const DEEPEST = 4;

function redactUrlText(url: string, depth: number): string {
  const shown = redactUserinfo(redactShapes(url, IN_URL)).replace(
    PARAMETER,
    (_, mark: string, name: string, value: string) => {
      if (value === "") return `${mark}${name}=`;
      return `${mark}${name}=${isSecretName(name) ? IN_URL : redactParameter(value, depth)}`;
    },
  );
  return withoutHiddenUserinfo(shown);
}

const PARAMETER = /([?&;#])([^?&;#=]*)=([^&#]*)/g;

/**
 * Each authority's part before its last "@". As browsers read URLs: slashes lean either way, and
 * after http and its like any number of them will do.
 */
function redactUserinfo(text: string): string {
  if (!text.includes("@")) return text;
  return text.replace(/[^/\\?#]+/g, (part: string, offset: number) => {
    const at = part.lastIndexOf("@");
    if (at < 0) return part;
    const inside = /^[\s\S]*?\b(?:https?|wss?|ftp):/i.exec(part)?.[0] ?? "";
    if (inside.length < at && inside !== "") return hide(part, inside.length, at);
    return followsScheme(text, offset) ? hide(part, 0, at) : part;
  });
}

function hide(part: string, from: number, at: number): string {
  const shown = part.slice(from, at).includes(":") ? `${IN_URL}:${IN_URL}` : IN_URL;
  return part.slice(0, from) + shown + part.slice(at);
}

/** Whether an authority begins at `offset`: after "scheme://", "http:" or a leading "//". */
function followsScheme(text: string, offset: number): boolean {
  let slash = offset;
  while (slash > 0 && (text[slash - 1] === "/" || text[slash - 1] === "\\")) slash--;
  if (slash > 0 && text[slash - 1] !== ":") return false;
  return (
    offset - slash >= 2 || /(?:https?|wss?|ftp):$/i.test(text.slice(Math.max(0, slash - 6), slash))
  );
}

/** Tabs and newlines, which URL parsers drop, may hide a userinfo from a pattern. */
function withoutHiddenUserinfo(url: string): string {
  if (!/[\t\n\r]/.test(url)) return url;
  const parsed = parseUrl(url, "http://base.invalid");
  if (parsed === null || parsed.username + parsed.password === "") return url;
  if (parsed.username !== "") parsed.username = IN_URL;
  if (parsed.password !== "") parsed.password = IN_URL;
  return parsed.href;
}

function redactParameter(value: string, depth: number): string {
  const decoded = decode(value);
  if (!/[=@]|:\//.test(decoded)) return value;
  if (depth >= DEEPEST) return IN_URL;
  const shown = redactUrlText(decoded, depth + 1);
  if (shown === decoded) return value;
  return decoded === value ? shown : encodeURIComponent(shown);
}

/** Whether a parameter's name says that its value is a secret. */
function isSecretName(name: string): boolean {
  const plain = decode(name).replaceAll("+", " ");
  return (
    SECRET_PARAMETER.test(plain) || SECRET_WORD.test(plain.replace(/([a-z])([A-Z])/g, "$1_$2"))
  );
}

const SECRET_PARAMETER =
  /token|secret|session|passw|passphrase|api-?key|access-?key|signature|credential|jwt|saml|assertion|csrf|xsrf|bearer|cookie|key$|auth(?!or(?!i))|otp|^code$|(?:access|device|user|verification|reset|login|invite|recovery|security|mfa|2fa)[-_. ]?code$/i;
const SECRET_WORD =
  /(?:^|[^a-z])(?:key|keys|sig|hmac|sid|pass|pwd|pw|pin|ticket|nonce|sso)(?:$|[^a-z])/i;

/** Text that may hold URLs or tokens: a header value, a message. Never throws. */
export function redactText(text: string): string {
  return redactShapes(text, REDACTED).replace(/[^\s<>"'`]+/g, (word) =>
    // Only what looks like a URL: elsewhere "=" belongs to the header's own grammar.
    /[@=]/.test(word) && /[?/\\:#]/.test(word) ? redactUrl(word) : word,
  );
}

function redactShapes(text: string, instead: string): string {
  return text.replace(JWT, instead).replace(SCHEME_CREDENTIALS, `$1${instead}`);
}

/**
 * base64url of `{"`, with or without whitespace, and two or more further parts. The capitals keep
 * host names out. https://www.rfc-editor.org/rfc/rfc7519
 */
const JWT = /(?<=^|[^\w-]|%[\da-fA-F]{2})e(?:y[JAI]|wogI)[\w-]{6,}\.[\w-]+\.[\w-]*(?:\.[\w-]*)*/g;
const SCHEME_CREDENTIALS = /\b((?:[Bb]earer|Basic)(?: +|%20|\+))(?![a-z_]+=["\w])[\w.~+/-]{8,}=*/g;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

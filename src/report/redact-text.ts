import { isToken } from "../http/field-values.ts";
import { parseUrl } from "../http/origin.ts";
import { isDigestName, isSecretHeader, isSecretPair, isSecretSegment } from "./secret-names.ts";
import { withoutShapes } from "./secret-shapes.ts";
import { isPlain, looksRandom, readsAsWords } from "./secret-values.ts";

/** Replaces a redacted value. */
export const REDACTED = "[redacted]";
/** The same within URLs, which may not contain brackets. */
const IN_URL = "redacted";

/** The depth to which nested values are parsed; deeper values are redacted as a whole. */
const DEEPEST = 4;

/** One header's value, redacted by the header's name and the value's shape. Never throws. */
export function redactHeaderValue(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === "set-cookie") return redactSetCookie(value);
  if (ALWAYS_SECRET.test(lower)) return REDACTED;
  if (JUDGED.test(lower)) return redactJudged(value);
  if (lower === "sec-websocket-protocol") return redactProtocols(value);
  if (isSecretHeader(name, value)) return REDACTED;
  if (HOLDS_URL.has(lower)) return redactUrl(value);
  const shown = CHALLENGE.test(lower) ? redactChallenge(value) : value;
  return redactWithin(shown, 0, HOLDS_DIGESTS.test(lower) || isDigestName(name));
}

/** Keeps only the cookie attributes for which browsers remove a cookie or withhold it from other sites. */
function redactSetCookie(value: string): string {
  const attributes = value
    .split(";")
    .slice(1)
    .map((part) => part.trim());
  return [REDACTED, ...attributes.filter((one) => COOKIE_ATTRIBUTE.test(one))].join("; ");
}

const COOKIE_ATTRIBUTE =
  /^(?:samesite\s{0,3}=\s{0,3}(?:lax|strict|none)|secure|httponly|partitioned|max-age\s{0,3}=\s{0,3}(?:0|-\d{1,9})|expires\s{0,3}=\s{0,3}thu,? 0?1[ -]jan[ -]1970 00:00:0[01] gmt)$/i;

/** A valid list remains valid, and an invalid one invalid: only a token is replaced by a token. */
function redactJudged(value: string): string {
  const before = value.split(",");
  const shown = redactUrls(withoutShapes(value, IN_URL)).split(",");
  return shown
    .map((member, index) => {
      const isNewToken = isToken(member.trim()) && !isToken(before[index]?.trim() ?? "");
      return isNewToken ? member.replace(IN_URL, REDACTED) : member;
    })
    .join(",");
}

const ALWAYS_SECRET = /^(?:(?:set-)?cookie2?|(?:proxy-|x-)?authorization)$/;
/** Headers that CORS and other policies judge: only their URLs and known shapes are redacted. */
const JUDGED =
  /^(?:access-control-.*|sec-(?:fetch|ch|gpc|purpose).*|origin|host|vary|allow|timing-allow-origin|cross-origin-.*|content-type|content-length|cache-control|upgrade-insecure-requests)$/;
const HOLDS_URL = new Set(["location", "content-location", "referer", "refresh", "sourcemap"]);
const CHALLENGE = /^(?:(?:www|proxy)-authenticate|(?:proxy-)?authentication-info)$/;
/** Request ids and content digests: long and random, but they grant no access. */
const HOLDS_DIGESTS =
  /^(?:etag|if-(?:none-)?match|if-range|(?:x-)?content-md5|(?:content-|repr-)?digest|x-goog-hash|x-goog-generation|x-guploader-uploadid|trace(?:parent|state)|sentry-trace|x-cloud-trace-context|.*(?:request|trace|span|correlation|transaction)-?id|x-b3-.*|x-amz-(?:id-2|cf-id|version-id)|cf-ray|x-vercel-id|x-azure-ref|x-msedge-ref|x-fb-debug|akamai-grn|eagleid|x-cache.*|x-served-by|x-timer|via|server-timing|content-security-policy.*|nel|user-agent|sec-websocket-(?:key|accept|extensions)|(?:x-)?idempotency-key|(?:x-)?surrogate-key|last-event-id)$/;

/** Text that may contain URLs, pairs or tokens: a header's value, a message. Never throws. */
export function redactText(text: string): string {
  return redactWithin(text, 0, false);
}

/**
 * A URL, absolute or relative, without its secrets. Userinfo becomes `redacted:redacted@` (or `redacted@`),
 * so that it is still visible and valid. Query and fragment values and path segments that are secrets by
 * name, shape or form become `redacted`, also inside a parameter's value. Scheme and host are kept. Never
 * throws.
 */
export function redactUrl(url: string): string {
  return redactUrlText(url, 0);
}

function redactUrlText(url: string, depth: number): string {
  if (url === "") return url;
  // A label of a host can look like a key: "sk-prod01".
  const [authority = ""] = HEAD.exec(url) ?? [];
  const text = redactUserinfo(authority + withoutShapes(url.slice(authority.length), IN_URL));
  if (/^\s*data:/i.test(text)) return redactData(text, depth);
  const head = HEAD.exec(text)?.[0] ?? "";
  const rest = text.slice(head.length);
  const end = rest.search(/[?#]/);
  const path = end < 0 ? rest : rest.slice(0, end);
  const parameters = end < 0 ? "" : rest.slice(end);
  return withoutHiddenUserinfo(
    head + redactPath(path, depth) + redactParameters(parameters, depth),
  );
}

/** Scheme and authority, as browsers parse them. */
const HEAD =
  /^\s*(?:blob:)?(?:[a-z][a-z\d+.-]*:)?[\\/]{2,}[^\\/?#]*|^\s*(?:https?|wss?|ftp):[^\\/?#]*/i;

function redactData(url: string, depth: number): string {
  if (/^\s*data:(?:image|font|audio|video)\//i.test(url)) return url;
  const comma = url.indexOf(",");
  if (comma < 0) return url;
  return url.slice(0, comma + 1) + redactParameter("", url.slice(comma + 1), depth);
}

/** Redacts the segments of a path. File names are kept, including their content hash. */
function redactPath(path: string, depth: number): string {
  if (path === "") return path;
  const parts = path.split(/([\\/])/);
  const isFile = FILE.test(parts.at(-1) ?? "");
  let before = "";
  let isHook = false;
  return parts
    .map((part, index) => {
      if (index % 2 === 1 || part === "") return part;
      const earlier = before;
      before = decode(part);
      const wasHook = isHook;
      isHook ||= /^(?:incoming)?(?:web)?hooks?b?\d?$/i.test(part);
      return redactSegment(part, earlier, { depth, wasHook, isFile });
    })
    .join("");
}

interface Place {
  readonly depth: number;
  /** Whether an earlier segment shows that the path is a web hook's. */
  readonly wasHook: boolean;
  /** Whether the path ends in a page's asset file. */
  readonly isFile: boolean;
}

function redactSegment(segment: string, before: string, { depth, wasHook, isFile }: Place): string {
  const shown = redactPathParameters(segment, depth);
  const decoded = decode(shown);
  if (isFile && (FILE.test(decoded) || before === "static")) return shown;
  if (isSecretSegment(before, decoded) || (wasHook && !isPlain(decoded))) return IN_URL;
  if (KEEPS_DIGESTS.test(before) && /^[\w:.-]+$/.test(decoded)) return shown;
  if (/[{"/?\s]/.test(decoded) && decoded !== shown) return redactParameter("", shown, depth);
  // The parameters' values were checked already.
  return looksRandom(decode(shown.replace(PATH_PARAMETER, "$1$2"))) ? IN_URL : shown;
}

const PATH_PARAMETER = /(^|[;~,&])([^;~,&=]*)=([^;~,&]*)/g;

/** `;jsessionid=…`, and pairs between tildes as CDNs sign them. */
function redactPathParameters(segment: string, depth: number): string {
  return segment.replace(
    PATH_PARAMETER,
    (_, mark: string, name: string, value: string) =>
      `${mark}${name}=${redactParameter(name, value, depth)}`,
  );
}

const FILE =
  /\.(?:[cm]?js|css|map|wasm|woff2?|ttf|otf|eot|png|jpe?g|gif|svg|webp|avif|ico|bmp|mp[34]|m4[as]|webm|og[gv]|wav|ts|m3u8|mpd|pdf|zip|gz)$/i;
/** Path segments that are followed by a digest or an id of content. */
const KEEPS_DIGESTS =
  /^(?:commits?|tree|blobs?|raw|sha(?:1|256|512)?|digests|revisions?|objects|manifests|ipfs|ipns|etag)$/i;

/** Redacts the names and values after a "?" or "#". */
function redactParameters(text: string, depth: number): string {
  const named = text.replace(PARAMETER, (_, mark: string, name: string, value: string) =>
    value === "" ? `${mark}${name}=` : `${mark}${name}=${redactParameter(name, value, depth)}`,
  );
  return named.replace(NAMELESS, (_, mark: string, value: string) => {
    if (mark === "#" && /[/?]/.test(value)) return mark + redactUrlText(value, depth + 1);
    return mark + redactParameter("", value, depth);
  });
}

const PARAMETER = /([?&;#])([^?&;#=/]*)=([^&#]*)/g;
const NAMELESS = /([?&#])([^&#=]{6,})(?=$|[&#])/g;

function redactParameter(name: string, value: string, depth: number): string {
  const decoded = decode(value.replaceAll("+", " "));
  const plainName = decode(name);
  if (isSecretPair(plainName, decoded)) return IN_URL;
  const isDigest = isDigestName(plainName);
  const whole = decode(value);
  if (isOneWord(whole)) {
    if (isDigest) return value;
    if (looksRandom(whole)) return IN_URL;
  }
  if (!/[=@{[:/<~,;+\s]|%[\da-f]{2}/i.test(whole)) return value;
  if (depth >= DEEPEST) return IN_URL;
  const shown = redactInner(whole, depth + 1, isDigest);
  if (shown === whole) return value;
  return whole === value && !/[\s"{}<>]/.test(shown) ? shown : encodeURIComponent(shown);
}

/** A parameter's value: JSON, a URL, pairs, or text. */
function redactInner(text: string, depth: number, isDigest: boolean): string {
  if (/^\s*[{[]/.test(text) || /\s/.test(text)) return redactWithin(text, depth, isDigest, IN_URL);
  const shown = /^[\w.[\]-]+=/.test(text)
    ? redactParameters(`?${text}`, depth).slice(1)
    : redactUrlText(text, depth);
  return redactLogins(redactPairs(shown, IN_URL));
}

/** Text with words, some of which may be secrets or URLs. */
function redactWithin(
  text: string,
  depth: number,
  keepsDigests: boolean,
  instead = REDACTED,
): string {
  if (depth > DEEPEST) return instead;
  const json = redactJson(text, depth, instead);
  if (json !== null) return json;
  const known = withoutSchemes(withoutShapes(text, instead), instead);
  const named = redactPairs(known, instead);
  return redactLogins(redactUserinfo(named)).replace(/[^\s<>"'`]+/g, (word) => {
    if (word.includes(instead) && !/[?/\\#]/.test(word)) return word;
    if (!keepsDigests && isOneWord(word) && looksRandom(word)) return instead;
    if (/[?/\\#]/.test(word) || /^[\w.-]+=[^=]/.test(word))
      return redactWord(word, depth, keepsDigests);
    if (keepsDigests) return word;
    return word.replace(/[^,;:|()[\]]+/g, (part) => (looksRandom(part) ? instead : part));
  });
}

/** Redacts URLs and paths; all other words are covered by the rules for text. */
function redactWord(word: string, depth: number, keepsDigests: boolean): string {
  if (keepsDigests && !/:[\\/]{2}|\?/.test(word)) return word;
  // Members of a list, as in Link or in a list of hosts.
  if (!/:[\\/]{2}/.test(word)) {
    return word
      .split(/(,)/)
      .map((part) => redactUrlText(part, depth))
      .join("");
  }
  return word
    .split(/(,(?=[a-z]+:[\\/]{2}))/)
    .map((part) => {
      const start = part.search(/[a-z][a-z\d+.-]*:[\\/]{2}/i);
      return start <= 0
        ? redactUrlText(part, depth)
        : part.slice(0, start) + redactUrlText(part.slice(start), depth);
    })
    .join("");
}

/** Values that a policy judges: origins and names are kept, a URL's secrets are not. */
function redactUrls(text: string): string {
  // The number of values is judged, so none may swallow the comma.
  return text
    .split(",")
    .map((part) =>
      redactUserinfo(part).replace(/[^\s<>"'`]+/g, (word) =>
        /[?#]|:[\\/]{2}[^\\/]*[\\/]./.test(word) ? redactUrlText(word, 0) : word,
      ),
    )
    .join(",");
}

/** Whether a text is a single word like base64, and not a path. */
function isOneWord(text: string): boolean {
  return (
    /^[\w+=~.%!*$-][\w+/=~.%!*$-]*$/.test(text) &&
    !/^[\w.-]+=[^=]/.test(text) &&
    !/\.[a-z]{2,}\//.test(text)
  );
}

/** JSON with its secrets replaced; null if the text is not JSON. */
function redactJson(text: string, depth: number, instead: string): string | null {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    const shown = redactField("", parsed, depth, instead);
    const before = JSON.stringify(parsed);
    const after = JSON.stringify(shown);
    return before === after ? text : after;
  } catch {
    return null;
  }
}

function redactField(name: string, value: unknown, depth: number, instead: string): unknown {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    if (isSecretPair(decode(name), text)) return instead;
    if (typeof value === "number") return value;
    return redactWithin(text, depth + 1, isDigestName(name), instead);
  }
  if (Array.isArray(value)) return value.map((item) => redactField(name, item, depth, instead));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, redactField(key, field, depth, instead)]),
  );
}

/** Names with their values: `a=b`, `a: b`, `"a":"b"`, `<a>b</a>`, anywhere in a text. */
function redactPairs(text: string, instead: string): string {
  if (!/[=:>]/.test(text)) return text;
  return redactQuotedPairs(text, instead)
    .replace(BARE_PAIR, (whole, name: string, mark: string, value: string) =>
      isSecretPair(decode(name), decode(value)) && !isScheme(mark, value)
        ? `${name}${mark}${instead}`
        : whole,
    )
    .replace(ELEMENT, (whole, name: string, value: string) =>
      isSecretPair(name, value) ? `<${name}>${instead}<` : whole,
    );
}

function redactQuotedPairs(text: string, instead: string): string {
  if (!/["']/.test(text)) return text;
  return text.replace(
    QUOTED_PAIR,
    (whole, before: string, name: string, mark: string, value: string) =>
      isSecretPair(decode(name), value) ? `${before}${mark}${instead}` : whole,
  );
}

/** In turn: everything up to the value's quote, the name, the name with its quote, the value. */
const QUOTED_PAIR =
  /(\\?["']?([\w\x80-\uffff.$[\]%-]{1,80})\\?["']?\s{0,3}[:=]\s{0,3})(\\?["'])((?:[^"'\\]|\\(?!["']))*)/g;
const BARE_PAIR =
  /(?<![\w\x80-\uffff.$[\]%-])([\w\x80-\uffff.$[\]%-]{1,80})(=|:\s|:(?!\s|[/\\]{2}))((?:(?!~[\w-]+=)[^\s,;&"'<>])+)/g;
const ELEMENT = /<([\w:.-]{1,80})>([^<>]+)</g;

/** "token: Bearer …" names the scheme; its credentials are found by the scheme. */
function isScheme(mark: string, value: string): boolean {
  return mark !== "=" && /^(?:bearer|basic|digest)$/i.test(value);
}

/**
 * Redacts each authority up to its last "@", as browsers parse URLs: slashes may lean either way, and after
 * "http:" and similar schemes any number of them is valid.
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

/** A name with a password before a host, without a scheme. */
function redactLogins(text: string): string {
  return text.replace(
    /(^|[\s"'=,;(]|[/\\]{2})[^\s"'=,;()@:/\\]{1,100}:[^\s"'@/]{1,200}@(?=[\w[])/g,
    `$1${IN_URL}:${IN_URL}@`,
  );
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

/** Tabs and newlines, which URL parsers drop, may hide userinfo from a pattern. */
function withoutHiddenUserinfo(url: string): string {
  if (!/[\t\n\r]/.test(url)) return url;
  const parsed = parseUrl(url, "http://base.invalid");
  if (parsed === null || parsed.username + parsed.password === "") return url;
  if (parsed.username !== "") parsed.username = IN_URL;
  if (parsed.password !== "") parsed.password = IN_URL;
  return parsed.href;
}

/** Credentials after an authentication scheme. https://httpwg.org/specs/rfc9110.html#credentials */
function withoutSchemes(text: string, instead: string): string {
  const digest = /\bdigest\s/i.test(text)
    ? text.replace(/(\b(?:response|username)\s*=\s*"?)[^",\s]+/gi, `$1${instead}`)
    : text;
  return digest.replace(SCHEME, (whole, scheme: string, value: string) =>
    isPlain(value) ? whole : `${scheme}${instead}`,
  );
}

/** Registered schemes, and those of vendors. A parameter (`realm="x"`) is not a token68. */
const SCHEME =
  /(?<![\w-])((?:bearer|basic|digest|negotiate|ntlm|kerberos|token|api-?key|key|jwt|dpop|hoba|mutual|oauth|private-?token|scram-sha-\d+|vapid|hawk|gnap|concealed|mac|sharedkey(?:lite)?|sharedaccesssignature|splunk|geniekey|ssws|snowflake|session|secret|password|credential|signature|aws4-hmac-sha256|hmac(?:-sha\d+)?|sapisidhash|authtoken|accesstoken|apitoken|user|pat|sid|zoho-oauthtoken|klaviyo-api-key|discogs|bot|x-auth)(?: +|%20|\+))(?![\w-]+ *= *["\w])([\w.~+/:@$!*-]{4,}=*)/gi;

/**
 * Redacts the token68 of any scheme in a challenge.
 * https://httpwg.org/specs/rfc9110.html#challenge.and.response
 */
function redactChallenge(value: string): string {
  return value.replace(
    /((?:^|,)\s*[\w!#$%&'*+.^`|~-]+ +)([\w.~+/-]+=*)(?=\s*(?:,|$))/g,
    (_, scheme: string) => `${scheme}${REDACTED}`,
  );
}

/** A WebSocket's subprotocols, among which servers accept tokens. */
function redactProtocols(value: string): string {
  let before = "";
  return value
    .split(",")
    .map((item) => {
      const protocol = item.trim();
      const isAfterName =
        /^(?:bearer|authorization|auth|(?:access[-_]?)?token|jwt|api[-_]?key)$/i.test(before);
      before = protocol;
      return !isAfterName && PROTOCOL.test(protocol) && protocol.split(/[.-]/).every(isProtocolWord)
        ? item
        : item.replace(protocol, REDACTED);
    })
    .join(",");
}

const PROTOCOL = /^[\w.-]{0,40}$/;

/** "graphql-ws", "v12.stomp", "mqttv3.1", "ocpp1.6", "v4.channel.k8s.io". */
function isProtocolWord(word: string): boolean {
  return (
    /^(?:[a-z]{0,14}v?\d{0,2}|k8s)$/i.test(word) &&
    (word.length < 10 || readsAsWords(word.replace(/v?\d+$/, "")))
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

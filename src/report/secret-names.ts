import { isFlag, isPlain, wordsOf } from "./secret-values.ts";

/** The meaning of a name for its value. */
type NameKind =
  /** No hint: only the value's own form counts. */
  | "none"
  /** The value may be a secret or an ordinary word: `key`, `state`, `code`. */
  | "perhaps"
  /** As "perhaps", but a secret may also be a number of more than five digits: `code`. */
  | "code"
  /** As "perhaps", and a few digits are enough: `pin`, `pass`. */
  | "digits"
  /** The value is a secret, unless it is a flag: `password`, `access_token`. */
  | "secret";

/**
 * Whether a named value must be removed from a report: one of a query or form parameter, a JSON field or a
 * cookie. Names are compared by whole words.
 */
export function isSecretPair(name: string, value: string): boolean {
  return isSecretOf(kindOfParameter(name), value);
}

/** The same for a request or response header. */
export function isSecretHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (HARMLESS_HEADERS.has(lower)) return false;
  if (VENDOR_HEADERS.has(lower)) return !isFlag(value);
  const words = wordsOf(name).map(unnumbered);
  const kind = kindOfWords(words);
  if (kind === "secret") return isSecretOf(kind, value);
  // In a header's name, such a word usually means the secret itself.
  const isKey = words.some((word) => HEADER_WORDS.has(word)) && !isAboutSecret(words);
  return isKey && !isNeutral(words) && !/^\d{0,3}$/.test(value.trim()) && !isFlag(value);
}

/**
 * The same for a path segment, by the segment before it: a segment after "reset", "invite" or "webhooks" may
 * be all that is needed to act.
 */
export function isSecretSegment(before: string, value: string): boolean {
  const words = wordsOf(before).map(unnumbered);
  const kind = kindOfWords(words);
  const isLink = kind !== "none" || words.some((word) => LINK_WORDS.has(word));
  return isLink && !isPlain(value);
}

/** Whether a name denotes a digest or an id, which may look random but grants no access. */
export function isDigestName(name: string): boolean {
  const words = wordsOf(name).map((word) => word.toLowerCase());
  return words.some((word) => DIGEST_WORDS.has(word)) || TRACING_ID.test(words.join("-"));
}

const TRACING_ID = /(?:^|-)(?:request|trace|span|correlation|parent)-?id$/;

function isSecretOf(kind: NameKind, value: string): boolean {
  switch (kind) {
    case "none":
      return false;
    case "perhaps":
      return !isPlain(value);
    case "code":
      // Codes of errors and countries are short: "42P01".
      return value.trim().length > 5 && !isPlain(value, 5);
    case "digits":
      return !isPlain(value, 3);
    case "secret":
      return !isFlag(value);
  }
}

function kindOfParameter(name: string): NameKind {
  const known = KINDS.get(name);
  if (known !== undefined) return known;
  const kind = EXACT_PARAMETERS.has(name.toLowerCase())
    ? "secret"
    : kindOfWords(wordsOf(name).map(unnumbered));
  if (KINDS.size >= MOST_KINDS) KINDS.clear();
  KINDS.set(name, kind);
  return kind;
}

/** A recording has few distinct names, each many times. */
const KINDS = new Map<string, NameKind>();
const MOST_KINDS = 1000;

/** "token2" → "token". */
function unnumbered(word: string): string {
  return word.toLowerCase().replace(/(?<=\D)\d+$/, "");
}

function kindOfWords(words: readonly string[]): NameKind {
  const joined = words.join("-");
  const isSecret =
    words.some((word) => SECRET_WORDS.has(word) || GLUED.test(word)) || COMPOUNDS.test(joined);
  if (isSecret) return isAboutSecret(words) || CURSOR.test(joined) ? "perhaps" : "secret";
  if (isNeutral(words) || isAboutSecret(words)) return "none";
  if (words.some((word) => DIGIT_WORDS.has(word))) return "digits";
  if (words.includes("code")) return "code";
  const isPerhaps = words.some((word) => PERHAPS_WORDS.has(word) || PERHAPS_GLUED.test(word));
  return isPerhaps ? "perhaps" : "none";
}

/** "max_tokens", "signature_required": a number or a choice about a secret. */
function isAboutSecret(words: readonly string[]): boolean {
  if (words.length < 2) return false;
  return ABOUT_FIRST.has(words[0] as string) || ABOUT_LAST.has(words.at(-1) as string);
}

/** "sort_key", "country_code": keys and codes that are not confidential. */
function isNeutral(words: readonly string[]): boolean {
  return words.some((word, at) => {
    const before = words[at - 1] ?? "";
    if (word === "key" || word === "keys") return NEUTRAL_KEYS.has(before);
    return word === "code" || word === "codes" ? NEUTRAL_CODES.has(before) : false;
  });
}

const set = (words: string) => new Set(words.trim().split(/\s+/));

const SECRET_WORDS = set(`
  token secret secrets password passwords passwd passwort kennwort senha contrasena pwd psw pswd passphrase
  passcode apikey apikeys appkey authkey masterkey secretkey accesskey privatekey jwt jws jwe bearer
  credential credentials creds cred assertion signature sig hmac csrf xsrf otp totp hotp mfa saml samlrequest
  samlresponse samlart relaystate wresult verifier authorization authenticity sess sessid sessionid
  phpsessid jsessionid cftoken cfid hdnts hdnea hdntl mnemonic authcode viewstate antiforgery
  pswrd passwrd mdp motdepasse contraseña wachtwoord heslo salasana lösenord losenord kodeord hasło haslo
  jelszó jelszo geslo şifre sifre parool пароль κωδικός 密码 密碼 パスワード 비밀번호
`);

/** Words joined with the previous one: "accesstoken", "ASPSESSIONIDABCD", "dbpassword". */
const GLUED =
  /.(?:token|secret|passwo?r?d|passphrase|signature|apikey|sessid|jwt)$|.?sessionid|^sess[\da-f]{4,}$|^asp(?:x|net)\w*$|^(?:access|secret|priv(?:ate)?|auth|master|admin|api|client|license|signing|session|login|share|invite|reset|download|encrypt(?:ion)?)keys?$|^(?:auth|pass|otp|invite|verif(?:y|ication)|reset|login|access|device|sms|mfa|activation|confirm(?:ation)?)code$|^(?:magic|invite|reset)link$|^(?:user|db|my|auth|smtp|ftp|admin|root)pass$/;

/** The same for possible secrets: "osCsid", "SMSESSION", "wpnonce", "FEDAUTH". */
const PERHAPS_GLUED = /[a-z\d](?:session\w*|nonce|auth|(?<!^s)(?<!^bs)sid)$|^sidcc$/;

/** Positions in a list and facts about tokens: a number or a word there grants no access. */
const CURSOR =
  /(?:^|-)(?:page|next|prev(?:ious)?|continu(?:e|ation)|pagination|cursor|scroll|skip|start|sync|resume)-?tokens?$|^tokens?-(?:ids?|symbol|address|decimals|standard)$/;

/** Several words, joined by "-", that mean a secret only together. */
const COMPOUNDS =
  /(?:^|-)(?:(?:api|access|secret|private|master|admin|auth|app|application|client|account|licen[cs]e|subscription|functions?|service|server|encryption|signing|sign|shared|consumer|deploy|ssh|hmac|integration|ingest|publishable|session|bearer|vapid|webhook)-keys?|key-pair-id|access-key-id|google-access-id|sess(?:ion)?-id|(?:access|auth|authorization|device|user|verification|reset|login|invite|invitation|recovery|security|backup|activation|confirmation|sms|mfa|2-?fa|pass)-codes?|conn(?:ection)?-str(?:ing)?|(?:security|secret)-ans\w+|(?:logged-in|wordpress-sec)-\w+|remember-(?:me|web|user|token)\w*|one-time\w*)(?:-|$)/;

const DIGIT_WORDS = set("pin pins pass pw");

const PERHAPS_WORDS = set(`
  key keys codes state nonce cnonce opaque rspauth session sessions sid ticket tickets tokens sso cookie
  cookies hash digest policy magic reset invite invitation activate activation confirm confirmation verify verification
  recovery recover unsubscribe ott sign auth oauth access proof lt execution se sp wctx ctx artifact captcha
  recaptcha turnstile identity principal cert certificate dsn hook webhook grant login signin remember private
  seed challenge license licence share link exp acl st eventvalidation salt crumb clave parola sas sk ak ks
`);

/** Path segments before something that only a link's owner may do. */
const LINK_WORDS = set(`
  hooks webhooks webhookb incomingwebhook invites invitations resets unlock approve rsvp onetime join shared
  optout accept services triggers workflows signed preview
`);

const HEADER_WORDS = set(
  "key keys sid pass sign session ticket pin auth nonce sso cookie access login otp crumb captcha turnstile",
);

const NEUTRAL_KEYS = set(`
  sort primary foreign cache surrogate idempotency partition routing object public pub group row translation
  index idx map dedup dedupe correlation shard natural bucket schema sequence hot order column field data item
  message storage search unique query lookup registry issue project feature websocket site
`);

const NEUTRAL_CODES = set(`
  zip postal post country currency lang language locale region area error status exit http product item sku
  color colour airport station dial dialing calling bar qr source promo coupon discount return response result
  reason city iso naics department plan tax vat hs icd sort branch event action subject course file char key
  class type message msg warehouse store shop airline carrier unit size cost
`);

/** Last words that make a name a fact about a secret, not the secret. */
const ABOUT_LAST = set(`
  count counts type types required length len size limit limits max min ttl lifetime duration timeout age
  consent enabled disabled status mode method methods alg algorithm version format endpoint url uri page pages
  list strength valid expired expires expiry expiration at supported allowed scheme style order index position
  remaining used rate interval usage budget window price cost provider issuer realm scope scopes policy
  requirements rules name names label title field display visible hidden optional preference preferences
  category banner notice settings accepted required level levels hint figs
`);

/** First words that do the same. */
const ABOUT_FIRST = set(`
  max min num total has is use with show require requires enable disable no allow count can should forgot lost
`);

/** Secret parameters of vendors and protocols whose words do not show it. */
const EXACT_PARAMETERS = set(`
  id_token_hint client_assertion code_verifier connect.sid asp.net_sessionid laravel_session googleaccessid
  awsaccesskeyid samlart key-pair-id __token__ __cf_chl_tk cf_clearance _gl gclaw zrt hmacsha dsh wresult
  pgtiou pgtid zenid cakephp rtfa deletehash
`);

/** Secret headers whose names do not show it. */
const VENDOR_HEADERS = set(`
  x-parse-application-id x-honeycomb-team x-ms-client-principal x-client-cert x-ssl-client-cert
  x-forwarded-client-cert cf-access-client-id x-wsse x-goog-iap-jwt-assertion x-authenticated-user
  x-auth-email x-amzn-oidc-data x-amzn-oidc-identity x-tableau-auth x-pagerduty-routing-key x-line-retry-key
  dpop verif-hash intercom-hash x-jfrog-art-api x-vercel-protection-bypass x-ovh-consumer x-query-key
  x-origin-verify x-firebase-appcheck x-endpoint-api-userinfo
`);

/** Headers whose names contain a word from above and whose values grant no access. */
const HARMLESS_HEADERS = set(`
  sec-websocket-key public-key-pins public-key-pins-report-only idempotency-key x-idempotency-key surrogate-key
  x-surrogate-key x-cache-key cache-key authentication-results access-control accept-signature want-digest
  set-login
`);

const DIGEST_WORDS = set(`
  etag sha sha1 sha256 sha384 sha512 md5 crc32 checksum integrity digest commit revision rev build
  fingerprint sha256hash traceparent
`);

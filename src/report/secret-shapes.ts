import { isPlain, looksRandom } from "./secret-values.ts";

/**
 * Secrets that are recognised by their prefix, wherever they occur. The prefixes are documented by vendors
 * and used by scanners (gitleaks, GitHub's secret scanning). Lengths are looser than there, as a report with
 * one word too many redacted is still useful.
 */

/** Unambiguous prefixes: a secret follows, unless it reads as words. */
const PREFIXES = [
  // Code hosts and registries.
  "gh[opsru]_|github_pat_|gl(?:pat|ptt|dt|rt|rtr|soat|cbt|ft|ffct|imt|agent|oas)-|GR1348941|ATATT3|ATCTT3|ATBB",
  "npm_|rubygems_|dckr_(?:pat|oat)_|CLOJARS_|bkua_|CCIPAT_|sgp_|AKCp|cmVmd",
  // Clouds and platforms.
  "do[opr]_v1_|hv[bsr]\\.|dp\\.(?:pt|st|ct|sa|scim|audit)\\.|fo1_|(?:FlyV1)?fm[12][ar]?_|vercel_blob_rw_|pscale_(?:tkn|pw|oauth)_|sbp_|sb_secret_",
  "tskey-|HRKU-|tk-us-|dt0[a-z]\\d\\d\\.|gl(?:c|sa|agent)_|sntry[su]_|NR(?:AK|JS|II|AL|RA)-|PMAK-|pnu_|nfp_|sha256~",
  "LTAI|AKID|AQVN|GOCSPX-|AIza|ya29\\.|1//0|4/0A|AGE-SECRET-KEY-",
  // Payments and messaging.
  "[sr]k_(?:live|test|prod)_|rzp_(?:live|test)_|whsec_|sq0[a-z]{3}-|EAA[A-Z]|shp(?:at|ca|pa|ss|rt|ua)_|shippo_(?:live|test)_|EZ[AT]K",
  "FLWSECK(?:_TEST)?-|duffel_(?:test|live)_|access-(?:sandbox|development|production)-",
  "xox[abeoprs]-|xapp-|xwfp-|xkeysib-|xsmtpsib-|secret-token:",
  // AI models and data.
  "sk-(?:proj-|svcacct-|admin-|ant-[a-z\\d]+-|or-v1-)?|hf_|gsk_|xai-|pplx-|r8_|pat[A-Za-z\\d]{14}\\.|lsv2_|tvly-|nvapi-|jina_",
  "lin_(?:api|oauth)_|ntn_|fig[dourh]_|rdme_|tfp_|CFPAT-|p8e-|dnkey-|fio-u-|sm_[aps]at_|waka_|[ps]k\\.eyJ",
];

/** Prefixes that ordinary words share: the rest must look random as well, or be a UUID. */
const COMMON_PREFIXES = [
  "pypi-|oy2|pul-|dapi|rnd_|glr-|ops_|A3-|v1\\.0-|YC[ANP]|t1\\.|y[0-3]_|live_|key-|re_|secret_|api_org_|lip_",
  "amzn\\.mws\\.|pat-[a-z]{2}\\d-|ico-|mapi-|sdk-|api-|mob-|sl\\.|pk_live_|tok_|cfut_",
];

const BODY = "([A-Za-z\\d_-]{6,}(?:\\.[A-Za-z\\d_-]{4,})*)";
const PREFIXED = new RegExp(`(?<![A-Za-z\\d])(?:${PREFIXES.join("|")})${BODY}`, "g");
const COMMONLY_PREFIXED = new RegExp(
  `(?<![A-Za-z\\d])(?:${COMMON_PREFIXES.join("|")})${BODY}`,
  "g",
);

/** Shapes that have no known prefix. */
const SHAPES: readonly RegExp[] = [
  // A JSON Web Token: base64url of `{"`, with or without whitespace, and two or more further parts. Required
  // capitals exclude host names. https://www.rfc-editor.org/rfc/rfc7519
  /(?<=^|[^\w-]|_|%[\da-fA-F]{2})e(?:y[JAI]|wogI)[\w-]{6,}\.[\w-]+\.[\w-]*(?:\.[\w-]*)*/g,
  // An AWS key id.
  /(?<![A-Za-z\d])(?:A3T[A-Z\d]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[A-Z\d]{8,}(?![a-z])/g,
  // Twilio's account and key ids, Mailchimp's keys.
  /(?<![A-Za-z\d])(?:AC|SK)[\da-f]{32}(?![A-Za-z\d])|(?<![A-Za-z\d])[\da-f]{32}-us\d{1,2}(?!\d)/g,
  // A bot's token, as in Telegram's paths and in headers.
  /(?<![A-Za-z\d])(?:bot)?\d{3,12}(?::|%3A)[\w-]{6,}(?=$|[/?#&\s"'])/gi,
  // Discord's tokens.
  /(?<![\w-])[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{25,}/g,
  // SendGrid's keys.
  /(?<![A-Za-z\d])SG\.[\w-]{6,}\.[\w-]{6,}/g,
  // HashiCorp Terraform's, Azure AD's client secrets.
  /(?<![\w-])[A-Za-z\d]{14}\.atlasv1\.[\w-]{10,}|(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{20,}/g,
  // A private key.
  /-----BEGIN[^-]{0,40}PRIVATE KEY[^-]{0,10}-----[\s\S]*?(?:-----END[^-]{0,60}-----|$)/g,
  // Slack's web hooks, and Teams'.
  /(?<=\/(?:services|workflows|triggers)\/)[TEB][A-Z\d]{2,}\/[^?#\s"'<>]+/g,
  /(?<=\/webhookb2\/)[^?#\s"'<>]+/g,
  // ASP.NET's sessions without a cookie: "/(S(…))/".
  /(?<=\/\((?:[A-Z]\([\w-]*\)){0,3}[ASFX]\()[\w-]{6,}(?=\))/g,
  // Discord's.
  /(?<=\/webhooks\/\d{1,25}\/)[^/?#\s"'<>]+/g,
];

/** A text with every secret of a known shape replaced by `instead`. */
export function withoutShapes(text: string, instead: string): string {
  // Most texts are short words: too short to contain a secret.
  if (!/[\w:.~-]{6}/.test(text)) return text;
  let shown = text;
  for (const shape of SHAPES) {
    shown = shown.replace(shape, (whole) => (isPlain(whole) ? whole : instead));
  }
  return shown
    .replace(PREFIXED, (whole, body: string) =>
      isPlain(body) && !isUnbroken(body) ? whole : instead,
    )
    .replace(COMMONLY_PREFIXED, (whole, body: string) =>
      looksRandom(body) || isUuid(body) ? instead : whole,
    );
}

/** After an unambiguous prefix, this many characters without a break are not words. */
function isUnbroken(text: string): boolean {
  return /^[A-Za-z\d]{16,}$/.test(text);
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

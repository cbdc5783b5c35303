import { parseLocation, parseUrl } from "../http/origin.ts";

/**
 * Whether a redirect leads to a sign-in page: a whole word in the target's host or path means signing in, and
 * the requested URL does not contain that word.
 *
 * @param from the URL that was requested.
 * @param to the redirect's `Location` as received; may be relative.
 */
export function leadsToSignIn(from: string, to: string): boolean {
  const source = parseUrl(from);
  const target = parseLocation(to, from);
  if (target === null) return false;
  const known = source === null ? new Set() : new Set(signInWords(source));
  return signInWords(target).some((word) => !known.has(word));
}

/** The words of a URL's host and path that mean signing in, lower-case. */
function signInWords(url: URL): string[] {
  const host = url.hostname.toLowerCase();
  const provider = PROVIDERS.find((domain) => host === domain || host.endsWith(`.${domain}`));
  const parts = [...host.split("."), ...url.pathname.split("/")];
  return [...(provider === undefined ? [] : [provider]), ...parts.flatMap(signInWordsOf)];
}

function signInWordsOf(part: string): string[] {
  if (HOLDS_TOKEN.test(part)) return [];
  const words = wordsOf(part);
  // "sign-in" and "logIn" are two words. In "change-log-in-french" the pair in the middle does not count.
  const first = words.slice(0, 2).join("");
  const last = words.slice(-2).join("");
  const pairs = words.length < 2 ? [] : [first, last].filter((pair) => IN_TWO_WORDS.has(pair));
  return [...words.filter((word) => WORDS.has(word)), ...pairs];
}

/** "userLogin.php" as user, login, php. Digits belong to the word that they follow. */
function wordsOf(part: string): string[] {
  return part
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** A token: a long mix of letters and digits. Other words in the same part belong to the token. */
const HOLDS_TOKEN = /(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16}/i;

/** Names of sign-in paths and hosts, including products that only sign users in. */
const WORDS: ReadonlySet<string> = new Set([
  ...["login", "logon", "signin", "signon", "sso", "idp", "oidc", "openid"],
  ...["auth", "auth2", "authn", "authenticate", "authentication", "authorize", "authorise"],
  ...["oauth", "oauth1", "oauth2", "saml", "saml2", "adfs"],
  ...["auth0", "authelia", "authentik", "casdoor", "cognito", "keycloak", "okta", "onelogin"],
  ...["pomerium", "shibboleth", "zitadel"],
]);

const IN_TWO_WORDS: ReadonlySet<string> = new Set(["login", "logon", "signin", "signon"]);

/** Identity providers whose domains contain none of these words. */
const PROVIDERS: readonly string[] = [
  "accounts.google.com",
  "amazoncognito.com",
  "appleid.apple.com",
  "b2clogin.com",
  "ciamlogin.com",
  "clerk.accounts.dev",
  "cloudflareaccess.com",
  "duosecurity.com",
  "frontegg.com",
  "fusionauth.io",
  "jumpcloud.com",
  "kinde.com",
  "microsoftonline.com",
  "oktapreview.com",
  "pingidentity.com",
  "pingone.com",
  "sts.windows.net",
];

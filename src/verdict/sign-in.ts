import { parseLocation, parseUrl } from "../http/origin.ts";

/**
 * Whether a redirect leads to a place for signing in: some whole word of the target's host or path
 * says so, and the URL that was requested does not have that word as well.
 *
 * @param from the URL that was requested.
 * @param to where its response redirects to; may be relative, and as received.
 */
export function leadsToSignIn(from: string, to: string): boolean {
  const source = parseUrl(from);
  const target = parseLocation(to, from);
  if (target === null) return false;
  const known = source === null ? new Set() : new Set(signInWords(source));
  return signInWords(target).some((word) => !known.has(word));
}

/** The words of a URL's host and path that stand for signing in, lower-case. */
function signInWords(url: URL): string[] {
  const host = url.hostname.toLowerCase();
  const provider = PROVIDERS.find((domain) => host === domain || host.endsWith(`.${domain}`));
  const parts = [...host.split("."), ...url.pathname.split("/")];
  return [...(provider === undefined ? [] : [provider]), ...parts.flatMap(signInWordsOf)];
}

function signInWordsOf(part: string): string[] {
  if (HOLDS_TOKEN.test(part)) return [];
  const words = wordsOf(part);
  // "sign-in" and "logIn" are two words; "change-log-in-french" speaks of something else.
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

/** A word of a token: letters and digits mixed, at length. The words beside it are the token's. */
const HOLDS_TOKEN = /(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16}/i;

/** What paths and hosts for signing in are called; products that do nothing else among them. */
const WORDS: ReadonlySet<string> = new Set([
  ...["login", "logon", "signin", "signon", "sso", "idp", "oidc", "openid"],
  ...["auth", "auth2", "authn", "authenticate", "authentication", "authorize", "authorise"],
  ...["oauth", "oauth1", "oauth2", "saml", "saml2", "adfs"],
  ...["auth0", "authelia", "authentik", "casdoor", "cognito", "keycloak", "okta", "onelogin"],
  ...["pomerium", "shibboleth", "zitadel"],
]);

const IN_TWO_WORDS: ReadonlySet<string> = new Set(["login", "logon", "signin", "signon"]);

/** Identity providers whose domains do not say so in a word. */
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

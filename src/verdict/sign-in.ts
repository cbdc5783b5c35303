import { parseLocation, parseUrl } from "../http/origin.ts";

/** A redirect of a request, or of its preflight. */
export interface SignInRedirect {
  /** The URL that was requested. */
  readonly from: string;
  /** The `Location` as received; may be relative. */
  readonly to: string;
  readonly status: number;
  /** The method of the request, also where its preflight was redirected. */
  readonly method: string;
}

/**
 * Whether a redirect leads to a sign-in page: it has the parameters of a sign-in, or a whole word in the
 * target's host or path means signing in and the requested URL does not contain that word.
 */
export function leadsToSignIn({ from, to, status, method }: SignInRedirect): boolean {
  const source = parseUrl(from);
  const target = parseLocation(to, from);
  if (target === null) return false;
  if (wantsSignIn(target) && (source === null || !wantsSignIn(source))) return true;
  if (isRename(status, method) || FOR_PROGRAMS.has(lastSegment(target))) return false;
  const known = new Set(source === null ? [] : signInWords(source));
  return signInWordsOfPage(target, source).some((word) => !known.has(word));
}

/** The parameters of OpenID Connect, OAuth, SAML and WS-Federation, and a sign-in path of Rails. */
export function wantsSignIn({ searchParams, pathname }: URL): boolean {
  const has = (name: string) => searchParams.has(name);
  if (searchParams.get("wa") === "wsignin1.0" || /\/sessions?\/new\/?$/.test(pathname)) return true;
  return has("SAMLRequest") || (has("client_id") && OF_AUTHORIZATION.some(has));
}

const OF_AUTHORIZATION = ["response_type", "redirect_uri", "request_uri"];

/**
 * Whether the resource has another URL, according to the status: permanently, or for a POST that is repeated
 * there with its body, which no sign-in page expects. https://httpwg.org/specs/rfc9110.html#status.3xx
 */
const isRename = (status: number, method: string) =>
  status === 301 || status === 308 || (status === 307 && method === "POST");

/** Endpoints of OAuth and OpenID Connect that show no page. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set(["token", "userinfo", "introspect", "jwks"]);

const lastSegment = ({ pathname }: URL) =>
  pathname.replace(/\/$/, "").split("/").at(-1)?.toLowerCase() ?? "";

/** No id and no token: those are equal in a redacted URL, whatever they were. */
const NAMES_RESOURCE = /^(?!redacted$)[a-z_-]+$/;

/** The words of a URL's host and path that mean signing in, lower-case. */
function signInWords(url: URL): string[] {
  const parts = url.pathname.split("/");
  const words = [...labelsOf(url), ...parts].flatMap((part) => [
    ...signInWordsOf(part, WORDS),
    ...signInWordsOf(part, WORDS_OF_APIS),
  ]);
  return [...providersOf(url), ...words];
}

/**
 * The same for a redirect's target: "/docs/authentication", and "/auth/me" instead of "/me", are no pages to
 * sign in, unlike "/auth/start".
 */
function signInWordsOfPage(url: URL, source: URL | null): string[] {
  const [, first = "", ...others] = url.pathname.split("/");
  const start = [...labelsOf(url), first];
  const isSameResource =
    source !== null &&
    NAMES_RESOURCE.test(lastSegment(url)) &&
    lastSegment(source) === lastSegment(url);
  return [
    ...providersOf(url),
    ...[...start, ...others].flatMap((part) => signInWordsOf(part, WORDS)),
    ...(isSameResource ? [] : start.flatMap((part) => signInWordsOf(part, WORDS_OF_APIS))),
  ];
}

const labelsOf = ({ hostname }: URL) => hostname.toLowerCase().split(".");

/** The identity provider whose domain the host is in. */
function providersOf({ hostname }: URL): string[] {
  const host = hostname.toLowerCase();
  return PROVIDERS.filter((domain) => host === domain || host.endsWith(`.${domain}`));
}

function signInWordsOf(part: string, known: ReadonlySet<string>): string[] {
  if (HOLDS_TOKEN.test(part)) return [];
  const words = wordsOf(part);
  // "sign-in" and "logIn" are two words. In "change-log-in-french" the pair in the middle does not count.
  const first = words.slice(0, 2).join("");
  const last = words.slice(-2).join("");
  const pairs = words.length < 2 ? [] : [first, last].filter((pair) => IN_TWO_WORDS.has(pair));
  return [...words.filter((word) => known.has(word)), ...pairs];
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
  ...["login", "logon", "signin", "signon", "sso", "idp", "saml", "saml2", "adfs"],
  ...["auth0", "authelia", "authentik", "casdoor", "cognito", "keycloak", "okta", "onelogin"],
  ...["pomerium", "shibboleth", "zitadel"],
]);

/** Words that paths of APIs have too: they count in the host and in the first part of the path only. */
const WORDS_OF_APIS: ReadonlySet<string> = new Set([
  ...["auth", "auth2", "authn", "authenticate", "authentication"],
  ...["oauth", "oauth1", "oauth2", "oidc", "openid"],
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

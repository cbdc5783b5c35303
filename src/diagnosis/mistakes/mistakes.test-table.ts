import {
  AC,
  AH,
  AM,
  AO,
  HTML,
  JSON_TYPE,
  type ReportedRequest,
  type ResponseLines,
} from "../case.test-builder.ts";
import {
  CORS,
  preflightHeaders,
  valuesOf,
  withLines,
  withMore,
  without,
  withStatus,
} from "./messages.test-helper.ts";

/** One mistake: how it changes a correct request or its responses, and what is true of it. */
export interface Mistake {
  readonly name: string;
  /** The request with the mistake; null where it cannot be made in this request. */
  readonly make: (correct: ReportedRequest) => ReportedRequest | null;
  /**
   * The findings that are true of the mistake, each as the highest certainty that a recording can justify, the
   * side and the code. "certain" also allows "likely" and "ambiguous".
   */
  readonly names: readonly string[];
  /** Whether the server made the mistake in all earlier responses, too. */
  readonly isAlways?: true;
  /** Whether it is a third mistake together with another one. */
  readonly isAlone?: true;
  /** Whether no program stands in front of the one that made the mistake. */
  readonly isDirect?: true;
  /** Whether nothing beside the message at fault matters: whatever the noise suggests is false then. */
  readonly isEvident?: true;
  /** Where the request stops, if not by the CORS check of the responses; null where the page can read a response. */
  readonly stops?: null;
  /** Why a finding that seems wrong is right. */
  readonly because?: string;
}

type Edit = (response: ResponseLines, one: ReportedRequest) => ResponseLines | null;

const isIncluded = ({ credentials }: ReportedRequest) => credentials === "include";
const isPreflighted = ({ preflight }: ReportedRequest) => preflight !== undefined;

/** The mistake in the response to the request; the preflight stays correct. */
const inResponse =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    const response = one.response && edit(one.response, one);
    return response ? { ...one, response } : null;
  };

/** The mistake in the preflight response; the request is never sent then. */
const inPreflight =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    const preflight = one.preflight && edit(one.preflight, one);
    return preflight ? { ...one, preflight } : null;
  };

/** The mistake in every response of the server. */
const inAll =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    if (one.redirects !== undefined) return null;
    const response = one.response && edit(one.response, one);
    const preflight = one.preflight && edit(one.preflight, one);
    if (!response || preflight === null) return null;
    return { ...one, response, ...(preflight && { preflight }) };
  };

const onlyIf =
  (holds: (one: ReportedRequest) => boolean, make: Mistake["make"]): Mistake["make"] =>
  (one) =>
    holds(one) ? make(one) : null;

/** Access-Control-Allow-Origin with another value; null where the response does not have the header. */
const allowing =
  (value: (page: string, one: ReportedRequest) => string | null): Edit =>
  (response, one) => {
    const wanted = value(one.page as string, one);
    const isThere = valuesOf(response, AO).length > 0;
    return wanted === null || !isThere ? null : withLines(response, `${AO}: ${wanted}`);
  };

/** A header under another name. */
const renamed =
  (name: string, to: string): Edit =>
  (response) => {
    const [value] = valuesOf(response, name);
    const others = without(response, new RegExp(`^${name}$`, "i"));
    return value === undefined ? null : withMore(others, `${to}: ${value}`);
  };

const listed =
  (name: string, value: (one: ReportedRequest) => string | null): Edit =>
  (response, one) => {
    const wanted = valuesOf(response, name).length === 0 ? null : value(one);
    return wanted === null ? null : withLines(response, `${name}: ${wanted}`);
  };

/** The response of a server without CORS code. */
const bare = (response: ResponseLines): ResponseLines =>
  valuesOf(response, "vary").includes("Origin")
    ? without(response, /^(?:access-control-|vary$)/)
    : without(response, CORS);
const withoutAllowOrigin = (response: ResponseLines): ResponseLines =>
  without(response, /^access-control-allow-origin$/);

/** The lines of a response from a CDN's store. */
const STORED = ["X-Cache: HIT", "Age: 70"];

/** Another program's own page in place of the response. */
const ownPage =
  (status: number, ...lines: readonly string[]): Edit =>
  () => [status, HTML, ...lines];

/** The application's error, without the CORS headers of its successes. */
const ownError =
  (status: number, ...lines: readonly string[]): Edit =>
  (response) =>
    withStatus(withLines(bare(response), JSON_TYPE, ...lines), status);

const redirectTo =
  (status: number, to: (url: URL) => string | null, isAllowed = false): Edit =>
  (response, { url, redirects }) => {
    const from = new URL(redirects?.at(-1)?.[0] ?? (url as string));
    const location = to(from);
    const kept = isAllowed ? response : bare(response);
    return location === null ? null : withLines(withStatus(kept, status), `Location: ${location}`);
  };

/** What is true of a successful response without the header. */
const MISSING = "certain server missing-allow-origin";
const LACKS = [MISSING, "likely server host-without-cors"];
const LACKS_AFTER_PREFLIGHT = [MISSING, "certain server allowed-by-preflight-only"];
/** The response still varies by Origin, as a server's whose list lacks the origin. */
const NOT_LISTED = "likely server origin-not-listed";

const MISMATCH = ["certain server allow-origin-mismatch"];
const INVALID = ["certain server invalid-allow-origin-value"];

/** Origins of other pages: a cache on the way can have stored the response to one of them. */
const OTHER_PAGES: readonly (readonly [name: string, value: (page: string) => string | null])[] = [
  ["another site", () => "https://two.example"],
  ["a page in development", () => "http://localhost:4200"],
  [
    "the origin with another port",
    (page) => (/^https?:/.test(page) ? `${page.replace(/:\d+$/, "")}:8081` : null),
  ],
  ["www.", (page) => page.replace(/^(https:\/\/)(?!www\.)/, "$1www.")],
];

/** Values of Access-Control-Allow-Origin that browsers refuse. */
const WRONG_VALUES: readonly (readonly [
  name: string,
  value: (page: string) => string | null,
  names: readonly string[],
])[] = [
  ["the origin with a slash", (page) => `${page}/`, MISMATCH],
  ["the origin with a path", (page) => `${page}/app`, MISMATCH],
  [
    "the origin with the other scheme",
    (page) =>
      /^https?:/.test(page)
        ? page.replace(/^https?/, page.startsWith("https:") ? "http" : "https")
        : null,
    MISMATCH,
  ],
  [
    "the origin in upper case",
    (page) => (/^https?:/.test(page) ? page.toUpperCase() : null),
    [...MISMATCH, ...INVALID],
  ],
  [
    "the origin without a scheme",
    (page) => page.replace(/^.*:\/\//, ""),
    [...MISMATCH, ...INVALID],
  ],
  ["another site with a slash", () => "https://two.example/", MISMATCH],
  ["null", () => "null", MISMATCH],
  ["nothing", () => "", [...INVALID, "certain server missing-allow-origin"]],
  ["a pattern", () => "https://*.example", [...MISMATCH, ...INVALID]],
  ["true", () => "true", INVALID],
  ["a placeholder", () => "$http_origin", INVALID],
  ["quotation marks", (page) => `"${page}"`, INVALID],
  ["undefined", () => "undefined", INVALID],
];

const LISTED = ["certain server allow-origin-list", "certain server multiple-allow-origin-values"];
/** Two layers, or one that lists: where lines are joined, nothing distinguishes them. */
const TWICE = ["ambiguous proxy allow-origin-sent-twice", "likely server allow-origin-list"];

const MORE_VALUES: readonly (readonly [name: string, edit: Edit, names: readonly string[]])[] = [
  ["a list with commas", allowing((page) => `https://two.example, ${page}`), LISTED],
  ["a list with spaces", allowing((page) => `${page} https://two.example`), LISTED],
  [
    "the header twice",
    (response) => {
      const [value] = valuesOf(response, AO);
      return value === undefined ? null : withMore(response, `${AO}: ${value}`);
    },
    TWICE,
  ],
  [
    "the origin and a proxy's *",
    (response, { page }) =>
      valuesOf(response, AO)[0] === page ? withMore(response, `${AO}: *`) : null,
    // An extension can have added it as well.
    ["ambiguous browser wildcard-beside-own-origin", ...TWICE],
  ],
  [
    "the origin and a proxy's constant",
    (response, { page }) =>
      valuesOf(response, AO)[0] === page ? withMore(response, `${AO}: https://two.example`) : null,
    TWICE,
  ],
];

/** Misspelt names of Access-Control-Allow-Origin. */
const MISSPELT = [
  "Access-Control-Allow-Origins",
  "Access-Control-Allowed-Origin",
  "Access-Control-Alow-Origin",
  "Access-Control-Allow_Origin",
  "AccessControlAllowOrigin",
];
const OF_NAME = ["certain server header-misspelt"];

/** The application's own errors: the status, and what is true of it. */
const APPLICATION_ERRORS: readonly (readonly [status: number, names: readonly string[]])[] = [
  [400, ["ambiguous server client-error"]],
  // The token can be missing or expired: the page's part.
  [401, ["ambiguous server unauthenticated", "ambiguous page unauthenticated"]],
  [403, ["ambiguous server forbidden"]],
  [404, ["ambiguous server not-found"]],
  [405, ["ambiguous server method-not-supported"]],
  [409, ["ambiguous server client-error"]],
  [413, ["ambiguous server body-too-large", "ambiguous proxy body-too-large"]],
  [415, ["ambiguous page unsupported-media-type"]],
  [422, ["ambiguous page client-error"]],
  [429, ["ambiguous page rate-limited"]],
  [500, ["likely server server-error"]],
  [503, ["likely server gateway-error"]],
];

/** What is true of these pages if a program in front of the application wrote them: the pages look the same. */
const LIKE_A_FRONT: Readonly<Record<number, readonly string[]>> = {
  403: ["ambiguous proxy forbidden"],
  503: ["likely proxy gateway-error"],
};

/** Pages of programs in front of the application. */
const FRONT_PAGES: readonly (readonly [
  name: string,
  status: number,
  line: string,
  names: readonly string[],
])[] = [
  [
    "nginx's limit of the body",
    413,
    "Server: nginx",
    ["ambiguous proxy body-too-large", "ambiguous server body-too-large"],
  ],
  ["nginx without its upstream", 502, "Server: nginx", ["likely proxy gateway-error"]],
  ["nginx's timeout", 504, "Server: nginx", ["likely proxy gateway-timeout"]],
  [
    "an unavailable service of Envoy",
    503,
    "Server: envoy",
    ["likely proxy gateway-error", "likely server gateway-error"],
  ],
  [
    "a load balancer without a target",
    503,
    "Server: awselb/2.0",
    ["likely proxy gateway-error", "likely server gateway-error"],
  ],
  ["Cloudflare without its origin", 522, "Server: cloudflare", ["likely proxy gateway-error"]],
  ["Cloudflare's challenge", 403, "CF-Mitigated: challenge", ["likely proxy bot-challenge"]],
];

/** Redirects of the server, as a response to the request: where to, and what is true of it. */
const REDIRECTS: readonly (readonly [
  name: string,
  status: number,
  to: (from: URL) => string | null,
  names: readonly string[],
])[] = [
  [
    "a slash",
    301,
    ({ pathname, href }) =>
      /(?:^\/|\/)$/.test(pathname) ? null : href.replace(pathname, `${pathname}/`),
    ["certain page redirect-slash"],
  ],
  ["a new version", 301, ({ search }) => `/v2/moved${search}`, ["certain server redirect-moved"]],
  [
    "http behind a proxy",
    302,
    ({ protocol, href }) =>
      protocol === "https:" && new URL(href).port === ""
        ? `${href.replace(/^https/, "http").replace(/\/?$/, "/")}`
        : null,
    ["likely server redirect-to-http"],
  ],
  [
    "https",
    301,
    ({ protocol, href, hostname }) =>
      protocol === "http:" && hostname !== "localhost" ? href.replace(/^http/, "https") : null,
    ["certain page redirect-to-https"],
  ],
  [
    "an internal address",
    302,
    ({ hostname, pathname }) =>
      hostname === "localhost" ? null : `http://localhost:9000${pathname}/`,
    ["certain server redirect-to-internal"],
  ],
  [
    "the login page",
    302,
    ({ pathname, href }) =>
      pathname.startsWith("/login") ? null : `/login?next=${encodeURIComponent(href)}`,
    // A GET of a URL that itself starts a sign-in is the page's part.
    ["likely server redirected-to-sign-in"],
  ],
  [
    "an identity provider",
    302,
    () => "https://id.example/authorize?client_id=1&response_type=code",
    ["likely server redirected-to-sign-in", "likely page redirected-to-sign-in"],
  ],
  [
    "an error page",
    302,
    ({ pathname }) => (pathname.includes("error") ? null : "/error"),
    ["likely server redirected-to-page"],
  ],
  [
    "a mirror, for now",
    302,
    // A signature is for one host: such a URL is at fault itself.
    ({ pathname, search }) =>
      search.includes("Signature") ? null : `https://mirror.third.example${pathname}${search}`,
    // Nothing shows that the URL is at fault.
    [MISSING, "certain server preflight-disallowed-redirect"],
  ],
  [
    "another host for another query",
    308,
    ({ pathname, search }) =>
      search.includes("Signature") ? null : `https://api.new.example${pathname}?moved=1`,
    [MISSING, "certain server preflight-disallowed-redirect"],
  ],
  [
    "another host",
    308,
    ({ pathname, search }) => `https://api.new.example${pathname}${search}`,
    ["certain page redirect-host"],
  ],
];

/** Statuses of an OPTIONS request that the server does not handle, and what is true of it. */
const PREFLIGHT_STATUSES: readonly (readonly [
  status: number,
  lines: readonly string[],
  names: readonly string[],
])[] = [
  [401, ["WWW-Authenticate: Bearer"], ["certain server preflight-met-authentication"]],
  [403, [], ["likely server preflight-refused"]],
  [400, [], ["likely server preflight-refused"]],
  [404, [], ["certain server preflight-not-routed", "certain server preflight-refused"]],
  [405, ["Allow: GET, POST"], ["certain server preflight-not-routed"]],
  [501, [], ["certain server preflight-not-routed"]],
  [500, [], ["certain server preflight-met-server-error"]],
  [429, ["Retry-After: 3"], ["likely server rate-limited", "likely proxy rate-limited"]],
];

/** A server that is not the reader's own can look so: an API with a secret, and no OPTIONS. */
const THIRD_PARTY = "ambiguous third-party third-party-without-cors";

const inUpperCase = (one: ReportedRequest) => one.method === (one.method ?? "").toUpperCase();
const hasUnsafeMethod = ({ method = "GET" }: ReportedRequest) =>
  !/^(?:GET|HEAD|POST)$/.test(method);
const hasOwnHeaders = (one: ReportedRequest) => preflightHeaders(one).length > 0;

const without1 =
  (name: string): Edit =>
  (response) =>
    valuesOf(response, name).length === 0 ? null : without(response, new RegExp(`^${name}$`, "i"));

/** Responses of other programs than the URL means: the URL if it matters, and what is true. */
const OTHER_PROGRAMS: readonly (readonly [
  name: string,
  url: string | null,
  response: ResponseLines,
  names: readonly string[],
])[] = [
  [
    "no application on Heroku",
    "https://gone.herokuapp.com/items",
    [404, HTML, "Server: Cowboy"],
    ["likely page nothing-deployed"],
  ],
  [
    "no file on GitHub Pages",
    "https://me.github.io/a/b.json",
    [404, HTML, "Server: GitHub.com"],
    ["likely page nothing-deployed"],
  ],
  [
    "no deployment on Vercel",
    null,
    [404, HTML, "X-Vercel-Error: DEPLOYMENT_NOT_FOUND"],
    ["likely page nothing-deployed"],
  ],
  [
    "AirPlay on the port",
    "http://localhost:5000/items",
    [403, "Server: AirTunes/775.3.1"],
    ["likely page nothing-deployed"],
  ],
  [
    "a bucket of another region",
    "https://b.s3.amazonaws.com/a.json",
    [301, "X-Amz-Bucket-Region: eu-west-1", "Server: AmazonS3"],
    ["likely page nothing-deployed"],
  ],
  [
    "a challenge of AWS",
    null,
    [405, HTML, "X-Amzn-Waf-Action: captcha"],
    ["likely proxy bot-challenge"],
  ],
  [
    "ngrok's warning",
    "https://a1.ngrok-free.app/items",
    [200, HTML, "Ngrok-Error-Code: ERR_NGROK_6024"],
    ["likely page bot-challenge"],
  ],
  [
    "a bucket behind CloudFront, without Origin",
    null,
    [200, JSON_TYPE, "Server: AmazonS3", "X-Amz-Cf-Id: 1"],
    ["ambiguous proxy bucket-behind-cdn", ...LACKS],
  ],
  [
    "a bucket without rules",
    "https://b.s3.amazonaws.com/a.json",
    [200, JSON_TYPE, "Server: AmazonS3"],
    LACKS,
  ],
  [
    "Ollama with its default list",
    "http://localhost:11434/api/tags",
    [403],
    ["likely server local-server-switch"],
  ],
  [
    "llama.cpp for local pages only",
    "http://localhost:8089/v1/models",
    [200, "Server: llama.cpp"],
    ["likely server local-server-switch"],
  ],
  [
    "an API for servers",
    "https://api.stripe.com/v1/charges",
    [200, JSON_TYPE],
    ["likely third-party third-party-without-cors"],
  ],
  [
    "an own program on Ollama's port",
    "http://localhost:11434/api/items",
    [200, "X-Powered-By: Express"],
    LACKS,
  ],
];

/** Redirects that CORS allows, and the response to the target. */
const FOLLOWED: readonly (readonly [
  name: string,
  to: (from: URL) => string,
  redirect: ResponseLines,
  response: (one: ReportedRequest) => ResponseLines,
  names: readonly string[],
])[] = [
  [
    "a redirect to the login page, which is shown",
    ({ origin }) => `${origin}/login`,
    [302],
    () => [200, HTML],
    ["likely server redirected-to-sign-in"],
  ],
  [
    "a redirect to another site that compares origins",
    ({ search }) => `https://files.third.example/blob${search}`,
    [302],
    ({ page }) => [200, JSON_TYPE, `${AO}: ${page}`, "Vary: Origin"],
    // The second redirect between sites makes the origin null, which no server should allow.
    ["likely page allow-origin-mismatch"],
  ],
  [
    "a redirect to another site without CORS",
    ({ search }) => `https://files.third.example/blob${search}`,
    [302],
    () => [200, JSON_TYPE],
    ["likely page missing-allow-origin"],
  ],
  [
    "a redirect to a path without CORS",
    ({ origin, search }) => `${origin}/blob/7${search}`,
    [302],
    () => [200, JSON_TYPE],
    ["certain server missing-allow-origin"],
  ],
];

const isSite = ({ page = "", url = "" }: ReportedRequest) =>
  new URL(page).hostname.split(".").slice(-2).join() ===
  new URL(url).hostname.split(".").slice(-2).join();

/** A request without cookies, although an earlier response set one for every site. */
const COOKIE_LEFT_OUT = "ambiguous browser cookie-not-sent";

/** Responses that the page can read, and that are not what it wants. */
const PASSED: readonly (readonly [
  name: string,
  make: Mistake["make"],
  names: readonly string[],
])[] = [
  [
    "counts that are not exposed",
    inResponse((response) =>
      withMore(
        without(response, /^(?:access-control-expose-headers|x-total-count)$/),
        "X-Total-Count: 7",
      ),
    ),
    ["likely server headers-not-exposed"],
  ],
  [
    "a session cookie for the own site only",
    onlyIf(
      (one) => isIncluded(one) && !isSite(one) && one.url?.startsWith("https:") === true,
      inResponse((response) => withMore(response, "Set-Cookie: session=1; Path=/; SameSite=Lax")),
    ),
    ["likely server cookie-refused"],
  ],
  [
    "a session cookie that a request without credentials ignores",
    onlyIf(
      (one) => !isIncluded(one) && one.method === "POST",
      inResponse((response) =>
        withMore(response, "Set-Cookie: sid=1; Path=/; SameSite=None; Secure"),
      ),
    ),
    ["ambiguous page cookie-ignored"],
  ],
  [
    "401",
    inResponse((response) => withStatus(response, 401)),
    ["ambiguous server unauthenticated", "ambiguous page unauthenticated", COOKIE_LEFT_OUT],
  ],
  [
    "403",
    inResponse((response) => withStatus(response, 403)),
    ["ambiguous server forbidden", COOKIE_LEFT_OUT],
  ],
  [
    "an HTML page instead of JSON",
    onlyIf(
      ({ headers }) => headers?.Accept === "application/json",
      inResponse((response) => withLines(response, HTML)),
    ),
    ["ambiguous page html-instead-of-data"],
  ],
  [
    "* for Authorization",
    onlyIf(
      (one) => "Authorization" in (one.headers ?? {}) && !isIncluded(one),
      inPreflight((response) => withLines(response, `${AH}: *`)),
    ),
    ["certain server authorization-covered-by-wildcard"],
  ],
];

/** Headers that look like a typo of another one, and exist as well. */
const SIMILAR: Readonly<Record<string, string>> = {
  "x-csrf-token": "x-xsrf-token",
  "x-api-key": "x-app-key",
  "x-tag": "x-tax",
};

/** Mistakes of a response without the header, which differ in whether a preflight passed. */
function lacking(name: string, edit: Edit, more: readonly string[] = []): readonly Mistake[] {
  const make = inResponse(edit);
  const isDirect = (one: ReportedRequest) => !isPreflighted(one);
  return [
    { name, make: onlyIf(isDirect, make), names: [...LACKS, ...more] },
    {
      name: `${name}, after a preflight`,
      make: onlyIf(isPreflighted, make),
      names: LACKS_AFTER_PREFLIGHT,
    },
  ];
}

/** The mistake in one response, and in every response of the server. */
function inBoth(
  name: string,
  edit: Edit,
  names: readonly string[],
  isEvident = false,
): readonly Mistake[] {
  const truth = { names, ...(isEvident && { isEvident: true as const }) };
  return [
    { name: `the response ${name}`, make: inResponse(edit), ...truth },
    { name: `every response ${name}`, make: inAll(edit), ...truth },
  ];
}

export const MISTAKES: readonly Mistake[] = [
  // The response lacks the header.
  ...lacking("no CORS header in the response", bare),
  ...lacking(
    "only Access-Control-Allow-Origin is missing",
    (response) => withLines(withoutAllowOrigin(response), "Vary: Origin"),
    [NOT_LISTED],
  ),
  // The server can be another company's.
  { name: "no CORS header in any response", make: inAll(bare), names: [...LACKS, THIRD_PARTY] },
  {
    name: "no CORS header in any response, ever",
    make: inAll(bare),
    names: LACKS,
    isAlways: true,
    isEvident: true,
  },
  {
    name: "a list of origins without this one",
    make: inAll((response) => withLines(bare(response), "Vary: Origin")),
    names: [...LACKS, NOT_LISTED],
  },
  {
    name: "a list of origins without this one, ever",
    make: inAll((response) => withLines(bare(response), "Vary: Origin")),
    names: [...LACKS, NOT_LISTED],
    isAlways: true,
    isEvident: true,
  },
  {
    name: "304 without CORS headers",
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) => withStatus(without(bare(response), /^content-type$/), 304)),
    ),
    names: ["certain server not-modified-without-cors"],
    isEvident: true,
  },
  // The header has a wrong value.
  ...OTHER_PAGES.flatMap(([name, value]) => inBoth(`allows ${name}`, allowing(value), MISMATCH)),
  ...WRONG_VALUES.flatMap(([name, value, names]) =>
    inBoth(`allows ${name}`, allowing(value), names, true),
  ),
  ...MORE_VALUES.flatMap(([name, edit, names]) => inBoth(`has ${name}`, edit, names, true)),
  ...MISSPELT.flatMap((name) => inBoth(`has ${name}`, renamed(AO, name), OF_NAME, true)),
  {
    name: "the request's header in place of the response's",
    make: inAll(renamed(AO, "Access-Control-Request-Origin")),
    names: OF_NAME,
    isEvident: true,
  },
  // Credentials.
  {
    name: "* for credentials",
    make: onlyIf(isIncluded, inAll(allowing(() => "*"))),
    names: ["certain server wildcard-origin-not-allowed"],
    isEvident: true,
  },
  {
    name: "* for credentials in the response only",
    make: onlyIf(isIncluded, inResponse(allowing(() => "*"))),
    names: ["certain server wildcard-origin-not-allowed"],
    isEvident: true,
  },
  {
    name: "no Access-Control-Allow-Credentials",
    make: onlyIf(isIncluded, inAll(without1(AC))),
    names: ["certain server invalid-allow-credentials"],
    isEvident: true,
  },
  {
    name: "no Access-Control-Allow-Credentials in the response",
    make: onlyIf(isIncluded, inResponse(without1(AC))),
    names: ["certain server invalid-allow-credentials", "certain server allowed-by-preflight-only"],
  },
  ...["True", "false", "1", "true, true", '"true"', ""].map(
    (value): Mistake => ({
      name: `${AC}: ${value}`,
      make: onlyIf(isIncluded, inAll(listed(AC, () => value))),
      names: ["certain server invalid-allow-credentials"],
      isEvident: true,
    }),
  ),
  {
    name: "Access-Control-Allow-Credential",
    make: onlyIf(isIncluded, inAll(renamed(AC, "Access-Control-Allow-Credential"))),
    names: OF_NAME,
    isEvident: true,
  },
  // The response is an error.
  ...APPLICATION_ERRORS.map(
    ([status, names]): Mistake => ({
      name: `the application's ${status} without CORS headers`,
      make: inResponse(ownError(status)),
      names,
    }),
  ),
  ...APPLICATION_ERRORS.map(
    ([status, names]): Mistake => ({
      name: `the application's HTML page with ${status}`,
      make: inResponse((response) => withStatus(withLines(bare(response), HTML), status)),
      names: [...names, ...(LIKE_A_FRONT[status] ?? [])],
    }),
  ),
  {
    name: "403 for an origin that is not listed",
    make: onlyIf(
      (one) => !isPreflighted(one),
      inResponse((response) => withLines(withStatus(bare(response), 403), "Vary: Origin")),
    ),
    names: [NOT_LISTED, "ambiguous server forbidden"],
  },
  {
    name: "403 for the user, after a preflight for the origin",
    make: onlyIf(
      isPreflighted,
      inResponse((response) => withLines(withStatus(bare(response), 403), "Vary: Origin")),
    ),
    names: ["ambiguous server forbidden"],
  },
  ...FRONT_PAGES.map(
    ([name, status, line, names]): Mistake => ({
      name,
      make: inResponse(ownPage(status, line)),
      names,
    }),
  ),
  // The response is a redirect.
  ...REDIRECTS.map(
    ([name, status, to, names]): Mistake => ({
      name: `a redirect to ${name}, without CORS headers`,
      make: inResponse(redirectTo(status, to)),
      names,
    }),
  ),
  ...REDIRECTS.map(
    ([name, status, to, names]): Mistake => ({
      name: `a preflight redirected to ${name}`,
      make: inPreflight(redirectTo(status, to)),
      names: names.map((one) =>
        /sign-in/.test(one) ? "certain server preflight-met-authentication" : one,
      ),
    }),
  ),
  // The preflight response.
  ...PREFLIGHT_STATUSES.flatMap(([status, lines, names]): Mistake[] => [
    {
      name: `${status} for OPTIONS`,
      make: inPreflight(ownError(status, ...lines)),
      names: [...names, THIRD_PARTY],
    },
    {
      name: `${status} for OPTIONS, with CORS headers`,
      make: inPreflight((response) =>
        valuesOf(response, AO).length === 0
          ? null
          : withStatus(withLines(response, JSON_TYPE, ...lines), status),
      ),
      names,
    },
  ]),
  ...([404, 405] as const).map(
    (status): Mistake => ({
      name: `the application's HTML page with ${status} for OPTIONS`,
      make: inPreflight((response) => withStatus(withLines(bare(response), HTML), status)),
      names: ["certain server preflight-not-routed"],
    }),
  ),
  ...([404, 405] as const).map(
    (status): Mistake => ({
      name: `an API for servers: ${status} for OPTIONS`,
      make: onlyIf(
        ({ headers = {} }) => "Authorization" in headers || "X-Api-Key" in headers,
        inAll((response) => withStatus(withLines(bare(response), JSON_TYPE), status)),
      ),
      names: [THIRD_PARTY, "certain server preflight-not-routed"],
      isAlways: true,
      isDirect: true,
      isEvident: true,
    }),
  ),
  {
    name: "nginx without its upstream for OPTIONS",
    make: inPreflight(ownPage(502, "Server: nginx")),
    names: ["likely proxy gateway-error"],
  },
  {
    name: "a default handler of OPTIONS",
    make: inPreflight((response) =>
      withLines(without(bare(response), /^vary$/), "Allow: GET, HEAD, OPTIONS"),
    ),
    names: [...LACKS, THIRD_PARTY],
  },
  {
    name: "the preflight response lacks Access-Control-Allow-Origin",
    make: inPreflight(withoutAllowOrigin),
    // Vary and the lists remain.
    names: ["certain server missing-allow-origin", NOT_LISTED],
  },
  {
    name: "the preflight response lacks Access-Control-Allow-Credentials",
    make: onlyIf(isIncluded, inPreflight(without1(AC))),
    names: ["certain server invalid-allow-credentials"],
    isEvident: true,
  },
  {
    name: "the method is not listed",
    make: onlyIf(hasUnsafeMethod, inPreflight(listed(AM, () => "GET, POST, HEAD"))),
    names: ["certain server method-disallowed"],
    isEvident: true,
  },
  {
    name: "no list of methods",
    make: onlyIf(hasUnsafeMethod, inPreflight(without1(AM))),
    names: ["certain server method-disallowed"],
    isEvident: true,
  },
  {
    name: "methods in lower case",
    make: onlyIf(
      hasUnsafeMethod,
      inPreflight(listed(AM, ({ method = "" }) => `get, ${method.toLowerCase()}`)),
    ),
    names: ["certain server method-disallowed"],
    isEvident: true,
  },
  {
    name: "* for methods with credentials",
    make: onlyIf(
      (one) => hasUnsafeMethod(one) && isIncluded(one),
      inPreflight(listed(AM, () => "*")),
    ),
    names: ["certain server method-disallowed"],
    isEvident: true,
  },
  {
    name: "a misspelt method",
    make: onlyIf(
      hasUnsafeMethod,
      inPreflight(listed(AM, ({ method = "" }) => `GET, ${method.replace(/(.)(.)$/, "$2$1")}`)),
    ),
    names: ["likely server member-misspelt"],
    isEvident: true,
  },
  {
    name: "methods with semicolons",
    make: onlyIf(isPreflighted, inPreflight(listed(AM, ({ method }) => `GET; ${method}`))),
    names: ["certain server invalid-allow-methods"],
    isEvident: true,
  },
  {
    name: "Access-Control-Allow-Method",
    make: onlyIf(hasUnsafeMethod, inPreflight(renamed(AM, "Access-Control-Allow-Method"))),
    names: OF_NAME,
    isEvident: true,
  },
  {
    name: "Access-Control-Request-Methods",
    make: onlyIf(hasUnsafeMethod, inPreflight(renamed(AM, "Access-Control-Request-Method"))),
    names: OF_NAME,
    isEvident: true,
  },
  {
    name: "a header is not listed",
    make: onlyIf(
      hasOwnHeaders,
      inPreflight(listed(AH, (one) => preflightHeaders(one).slice(1).concat("accept").join(", "))),
    ),
    names: ["certain server header-disallowed"],
    isEvident: true,
  },
  {
    name: "a tracer's header is not listed",
    make: (one) =>
      isPreflighted(one) && !valuesOf(one.preflight as ResponseLines, AH).includes("*")
        ? { ...one, headers: { ...one.headers, traceparent: "00-1-2-01" } }
        : null,
    // The page sends it to every host. Beside other headers that are not listed, the list is at fault.
    names: ["likely page library-adds-headers"],
    isAlone: true,
    isEvident: true,
  },
  {
    name: "API Gateway's default list",
    make: onlyIf(
      ({ headers = {} }) => "X-Tenant" in headers || "X-CSRF-Token" in headers,
      inPreflight(
        listed(AH, () => "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token"),
      ),
    ),
    names: ["ambiguous proxy platform-default-headers", "certain server header-disallowed"],
    isEvident: true,
  },
  {
    name: "no list of headers",
    make: onlyIf(hasOwnHeaders, inPreflight(without1(AH))),
    names: ["certain server header-disallowed"],
    isEvident: true,
  },
  {
    name: "* for headers with credentials",
    make: onlyIf(
      (one) => hasOwnHeaders(one) && isIncluded(one),
      inPreflight(listed(AH, () => "*")),
    ),
    names: ["certain server header-disallowed"],
    isEvident: true,
  },
  {
    name: "a misspelt header in the list",
    make: onlyIf(
      hasOwnHeaders,
      inPreflight(
        listed(AH, (one) =>
          preflightHeaders(one)
            .map((name) => (name.length > 8 ? name.replace(/(.)(.)(.)$/, "$1$3$2") : name))
            .join(", "),
        ),
      ),
    ),
    names: ["likely server member-misspelt"],
    isEvident: true,
  },
  {
    name: "similar headers in the list",
    make: onlyIf(
      (one) => preflightHeaders(one).some((name) => name in SIMILAR),
      inPreflight(
        listed(AH, (one) =>
          preflightHeaders(one)
            .map((name) => SIMILAR[name] ?? name)
            .join(", "),
        ),
      ),
    ),
    names: ["certain server header-disallowed"],
    isEvident: true,
  },
  {
    name: "headers with underscores in the list",
    make: onlyIf(
      (one) => preflightHeaders(one).some((name) => name.includes("-")),
      inPreflight(listed(AH, (one) => preflightHeaders(one).join(", ").replaceAll("-", "_"))),
    ),
    names: ["likely server member-misspelt"],
    isEvident: true,
  },
  {
    name: "headers with spaces for commas",
    make: onlyIf(
      (one) => preflightHeaders(one).length > 0,
      inPreflight(listed(AH, (one) => ["accept", ...preflightHeaders(one)].join(" "))),
    ),
    names: ["certain server invalid-allow-headers"],
    isEvident: true,
  },
  {
    name: "Access-Control-Allow-Header",
    make: onlyIf(hasOwnHeaders, inPreflight(renamed(AH, "Access-Control-Allow-Header"))),
    names: OF_NAME,
    isEvident: true,
  },
  {
    name: "Access-Control-Request-Headers",
    make: onlyIf(hasOwnHeaders, inPreflight(renamed(AH, "Access-Control-Request-Headers"))),
    names: OF_NAME,
    isEvident: true,
  },
  // Between browser and server.
  {
    name: "a CDN's copy for another page",
    isAlone: true,
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) =>
        withLines(without(response, /^vary$/), `${AO}: https://two.example`, ...STORED),
      ),
    ),
    names: [...MISMATCH, "likely proxy shared-cache-other-origin"],
  },
  {
    name: "a CDN's copy without CORS headers",
    isAlone: true,
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) =>
        withLines(without(response, /^(?:access-control-|vary$)/), ...STORED),
      ),
    ),
    names: [
      "certain server missing-allow-origin",
      "likely server host-without-cors",
      "certain server allowed-by-preflight-only",
      "likely proxy shared-cache-without-cors",
    ],
  },
  // A CDN's copy that shows the server's own mistake.
  {
    name: "another site with a slash, stored by a CDN",
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) => withLines(response, `${AO}: https://two.example/`, ...STORED)),
    ),
    names: MISMATCH,
    isAlone: true,
    isEvident: true,
  },
  {
    name: "no CORS header in any response, ever, stored by a CDN",
    make: onlyIf(
      ({ method }) => method === "GET",
      inAll((response) => withLines(bare(response), ...STORED)),
    ),
    names: LACKS,
    isAlways: true,
    isEvident: true,
  },
  // Another program than the URL means, or none.
  ...OTHER_PROGRAMS.map(
    ([name, url, response, names]): Mistake => ({
      name,
      make: (one) =>
        isPreflighted(one) || one.redirects !== undefined
          ? null
          : { ...one, ...(url === null ? {} : { url }), response },
      names,
      isDirect: true,
      ...(!names.includes(MISSING) && { isEvident: true }),
    }),
  ),
  // Redirects that CORS allows.
  ...FOLLOWED.map(
    ([name, to, redirect, response, names]): Mistake => ({
      name,
      make: (one) => {
        const allowed = valuesOf(one.response as ResponseLines, AO)[0];
        if (isPreflighted(one) || isIncluded(one) || one.redirects !== undefined) return null;
        const from = new URL(one.url as string);
        // A sign-in's or an error's own URL, and http, say something else of a redirect.
        if (from.protocol === "http:" || /login|error/.test(from.pathname)) return null;
        if (from.pathname === "/") return null;
        if (one.method !== "GET" && one.method !== "HEAD") return null;
        return {
          ...one,
          redirects: [[to(from), withLines(redirect, `${AO}: ${allowed}`)]],
          response: response(one),
        };
      },
      names,
      isAlone: true,
    }),
  ),
  // Passed, but the page does not get what it wanted.
  ...PASSED.map(
    ([name, make, names]): Mistake => ({ name, make, names, stops: null, isEvident: true }),
  ),
  // The page.
  {
    name: "a sandboxed page, and a server that allows one origin",
    make: (one) =>
      one.redirects === undefined && valuesOf(one.response as ResponseLines, AO)[0] === one.page
        ? { ...one, page: "null" }
        : null,
    // No server should allow null.
    names: ["likely page allow-origin-mismatch"],
    isAlone: true,
    isEvident: true,
  },
  {
    name: "a sandboxed page, and a server with a list of origins",
    make: (one) => {
      const listing = inAll((response) => withLines(bare(response), "Vary: Origin"))(one);
      return listing && { ...listing, page: "null" };
    },
    names: ["likely page missing-allow-origin"],
    isAlone: true,
    isEvident: true,
  },
  {
    name: "a response header on the request",
    make: (one) =>
      inUpperCase(one) &&
      isPreflighted(one) &&
      !/\*/.test(valuesOf(one.preflight as ResponseLines, AH).join())
        ? { ...one, headers: { ...one.headers, "Access-Control-Allow-Origin": "*" } }
        : null,
    names: ["certain page response-header-in-request"],
  },
  {
    name: "patch in lower case",
    make: (one) =>
      one.method === "PATCH" && !/\*/.test(valuesOf(one.preflight as ResponseLines, AM).join())
        ? { ...one, method: "patch" }
        : null,
    names: ["certain page method-disallowed"],
  },
  {
    name: "a type without a body",
    make: (one) =>
      one.method === "GET" &&
      isPreflighted(one) &&
      !/\*/.test(valuesOf(one.preflight as ResponseLines, AH).join())
        ? { ...one, headers: { ...one.headers, "Content-Type": "application/json" } }
        : null,
    names: ["likely page content-type-without-body", "certain server header-disallowed"],
    because: "Without the page's call, nothing shows that the request has no body.",
    // Beside another header that is not listed, the list is at fault.
    isAlone: true,
  },
];

import { expect, it } from "vitest";
import { AH, AM, AO, PAGE, type ReportedRequest } from "../../diagnosis/case.test-builder.ts";
import { type AdviceRow, explained } from "./explained.test-helper.ts";

const EH = "Access-Control-Expose-Headers";
/** A request with headers, and the list in its preflight response. */
const listed = (list: string, ...names: readonly string[]): readonly ReportedRequest[] => [
  {
    headers: Object.fromEntries(names.map((name) => [name, "1"])),
    preflight: [204, `${AO}: *`, `${AH}: ${list}`],
  },
];
const methods = (list: string, method: string): readonly ReportedRequest[] => [
  { method, preflight: [204, `${AO}: *`, `${AM}: ${list}`] },
];
const exposes = (
  line: string,
  credentials: ReportedRequest["credentials"] = "same-origin",
): readonly ReportedRequest[] => [
  {
    blocked: false,
    credentials,
    response: [
      200,
      `${AO}: ${PAGE}`,
      "Access-Control-Allow-Credentials: true",
      "X-Total-Count: 1",
      line,
    ],
  },
];

const PUT: ReportedRequest = { method: "PUT" };
const got = (path: string): ReportedRequest => ({
  blocked: false,
  url: `https://api.other.example${path}`,
  response: [200, `${AO}: ${PAGE}`, "Vary: Origin"],
});
/** The names by which https://github.com/rs/cors varies each preflight response. */
const VARY = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

/** Servers that refuse a preflight by sending no CORS header with a status of success. */
const BARE: readonly AdviceRow[] = [
  ...(["/v1/items", "/v1/other"] as const).map(
    (path): AdviceRow => [
      `CORS code wrote the bare response, and ${path} passed: the method`,
      [got(path), { ...PUT, preflight: [204, VARY] }],
      `${path === "/v1/items" ? "likely" : "ambiguous"} server allowed-without-preflight-only`,
      /^Allow PUT in the response to OPTIONS .*CORS code responds.*does not allow PUT.*methods and headers of \S+ include PUT/s,
      /another layer|allowed origins|In the response to OPTIONS/,
    ],
  ),
  [
    "the preflight for another method passed: the method",
    [
      { ...got("/v1/items"), method: "PATCH", preflight: [204, `${AO}: ${PAGE}`, `${AM}: PATCH`] },
      { ...PUT, preflight: [204, "Vary: Origin"] },
    ],
    "likely server allowed-without-preflight-only",
    /^Allow PUT in the response to OPTIONS .*does not allow PUT/s,
    /another layer|allowed origins|if they need no preflight/,
  ],
  ...["Server: Kestrel", "Apigw-Requestid: a", "Server: UploadServer"].map(
    (line): AdviceRow => [
      `the method or another layer: ${line}`,
      [got("/v1/items"), { ...PUT, preflight: [204, line] }],
      "likely server allowed-without-preflight-only",
      /Either another layer responds to OPTIONS, or the server does not allow PUT.*include PUT/s,
      /so another layer/,
    ],
  ),
  [
    "only another path passed: three possible reasons",
    [got("/v1/other"), { ...PUT, preflight: [204] }],
    "ambiguous server allowed-without-preflight-only",
    /Either another layer.*this path has no CORS headers, or the server does not allow PUT/s,
  ],
  [
    "no request passed: the origin or the method",
    [{ ...PUT, headers: { "X-Api-Key": "1" }, preflight: [204, VARY] }],
    "ambiguous server origin-not-listed",
    /Either https:\/\/shop\.example is not on its list of allowed origins, or it does not allow PUT and x-api-key/,
    /probably not on its list/,
  ],
  // https://github.com/expressjs/cors sends its lists also to origins that it does not allow.
  [
    "lists without the origin: the origin",
    [{ ...PUT, preflight: [204, "Vary: Origin", `${AM}: PUT`] }],
    "likely server origin-not-listed",
    /probably not on its list/,
    /or it does not allow/,
  ],
];

const LISTS: readonly AdviceRow[] = [
  ...BARE,
  // A typo in the list, or in the request.
  ...(
    [
      ["X-Requested-Wiht", "X-Requested-With"],
      ["x_api_key", "X-Api-Key"],
      ["Authorisation", "Authorization"],
      ["Autorization", "Authorization"],
      ["ContentType", "Content-Type"],
      ["X-CSRFToken1", "X-CSRFToken"],
    ] as const
  ).map(
    ([member, name]): AdviceRow => [
      `a slip in the list: ${member}`,
      [
        {
          method: "POST",
          headers: { [name]: "application/json" },
          preflight: [204, `${AO}: *`, `${AH}: accept, ${member}`],
        },
      ],
      "likely server member-misspelt",
      new RegExp(
        `Change ${member} to ${name} in Allow-Headers.*${AH}: accept, ${name}(?:\\n|$)`,
        "is",
      ),
      /remove the header from the request/,
    ],
  ),
  [
    "a typo in the page's code",
    listed("content-type, Authorization", "Authorisation"),
    "likely page member-misspelt",
    /Send Authorization instead of authorisation with GET.*Correct the name in your code/s,
    /send Access-Control-Allow-Headers/,
  ],
  ...(
    [
      ["tenant-id", "X-Tenant-Id"],
      ["X-Tenants-Id", "X-Tenant-Id"],
      ["X-Sessoin-Id", "X-Session-Id"],
      ["X-Order_Number", "X-Order-Number"],
    ] as const
  ).map(
    ([member, name]): AdviceRow => [
      `one name or two headers: ${member}`,
      listed(`accept, ${member}`, name),
      "ambiguous server member-misspelt",
      // Nothing is removed from the list: the server may have both headers.
      new RegExp(`The list has ${member}.*${AH}: accept, ${member}, ${name}`, "is"),
      /Change /,
    ],
  ),
  ...(
    [
      ["X-User-Ip", "X-User-Id"],
      ["X-Page-No", "X-Page-Id"],
      ["X-XSRF-Token", "X-CSRF-Token"],
      ["Accept-Language", "Accept-Profile"],
      ["X-Client-Id", "X-Client-Ip"],
    ] as const
  ).map(
    ([member, name]): AdviceRow => [
      `two different headers, not a misspelling: ${member}, ${name}`,
      listed(`accept, ${member}`, name),
      "certain server header-disallowed",
      new RegExp(`Add ${name}`, "i"),
      /another name/,
    ],
  ),
  [
    "a tracer's header that the list lacks: the library, not a misspelling",
    listed("x-request-id", "request-id", "traceparent"),
    "likely page library-adds-headers",
    /Application Insights/,
    /another name/,
  ],
  [
    "a method with a typo",
    methods("GET, POST, DELET", "DELETE"),
    "likely server member-misspelt",
    /Change DELET to DELETE in Allow-Methods.*Access-Control-Allow-Methods: GET, POST, DELETE$/s,
  ],
  [
    "a method that resembles none of the list: not a misspelling",
    methods("GET, POST", "PUT"),
    "certain server method-disallowed",
    /Add PUT/,
    /another name/,
  ],
  // Members that were meant as a pattern or a placeholder.
  ...(["ANY", "ALL", "any"] as const).map(
    (word): AdviceRow => [
      `no word for every method: ${word}`,
      methods(word, "PUT"),
      "certain server method-disallowed",
      new RegExp(`“${word}” in the list does not mean every method`),
    ],
  ),
  ...(["x-*", ".*", "X-.*"] as const).map(
    (member): AdviceRow => [
      `no pattern: ${member}`,
      listed(`accept, ${member}`, "X-Mine"),
      "certain server header-disallowed",
      /in the list is not a pattern/,
    ],
  ),
  [
    "a wildcard on a credentialed request: a literal *, not a pattern",
    [
      {
        headers: { "X-Mine": "1" },
        credentials: "include",
        preflight: [204, `${AO}: ${PAGE}`, "Access-Control-Allow-Credentials: true", `${AH}: *`],
      },
    ],
    "certain server header-disallowed",
    /response to a credentialed request, \* is not a wildcard/,
    /not a pattern/,
  ],
  [
    "a variable of nginx",
    listed("$http_access_control_request_headers", "X-Mine"),
    "certain server header-disallowed",
    /placeholder that the server did not replace/,
  ],
  // https://fetch.spec.whatwg.org/#extract-header-list-values: one bad member voids the list.
  ...(
    [
      ["content-type; authorization", /: content-type, authorization\n/],
      ["content-type authorization", /: content-type, authorization\n/],
      ['"content-type", "authorization"', /: content-type, authorization\n/],
      ["[content-type]", /: content-type, authorization\n/],
    ] as const
  ).map(
    ([list, says]): AdviceRow => [
      `a list that cannot be parsed keeps its names: ${list}`,
      listed(list, "Authorization"),
      "certain server invalid-allow-headers",
      says,
    ],
  ),
  [
    "a list of markup cannot be parsed: its words are not kept",
    listed("<b>content-type & more</b>", "Authorization"),
    "certain server invalid-allow-headers",
    /Access-Control-Allow-Headers: authorization(?:\n|$)/,
    /: content-type|, more/,
  ],
  [
    "a list of methods that cannot be parsed keeps its names",
    methods("[GET, PUT]", "PUT"),
    "certain server invalid-allow-methods",
    /Access-Control-Allow-Methods: GET, PUT\n/,
  ],
  // Headers that the server seems to expose.
  [
    "a misspelt header of exposed names",
    exposes("Access-Control-Exposed-Headers: X-Total-Count"),
    "likely server headers-not-exposed",
    /Access-Control-Exposed-Headers, which browsers ignore/,
  ],
  [
    "a wildcard with credentials",
    exposes(`${EH}: *`, "include"),
    "likely server headers-not-exposed",
    /\* is not a wildcard/,
  ],
  [
    "a misspelt name",
    exposes(`${EH}: X-Total-Cuont`),
    "likely server headers-not-exposed",
    /The list has X-Total-Cuont, not X-Total-Count/,
  ],
  [
    "an exposed name that differs by a word: not a misspelling",
    exposes(`${EH}: X-Total-Pages`),
    "likely server headers-not-exposed",
    /X-Total-Count/,
    /The list has|wildcard/,
  ],
];

const ORIGINS: readonly AdviceRow[] = (
  [
    [`${PAGE};`, /ends in “;”/],
    [`${PAGE}'`, /ends in “'”/],
    [`["${PAGE}"]`, /in brackets/, "invalid-allow-origin-value"],
    ["https://shop.exmaple", /shop\.exmaple is not shop\.example/],
    ["https://api.other.example", /the server itself.*If api\.other\.example is not yours/s],
    ["https://www.other.example", /If api\.other\.example is not yours/],
  ] as const
).map(([value, says, code = "allow-origin-mismatch"]): AdviceRow => {
  return [value, [{ response: [200, `${AO}: ${value}`] }], `certain server ${code}`, says];
});

const HOSTS: readonly AdviceRow[] = (
  [
    ["https://app-git-x.vercel.app", "https://app.vercel.app", /preview deployment/],
    ["https://deploy-preview-7--app.netlify.app", "https://app.netlify.app", /preview/],
    ["https://7ab.app.pages.dev", "https://app.pages.dev", /subdomain|preview/],
    ["https://two.vercel.app", "https://one.vercel.app", /must match exactly/, /preview/],
    ["https://eu2.shop.example", "https://eu1.shop.example", /must match/, /characters/],
  ] as const
).map(([page, value, says, saysNot]): AdviceRow => {
  const row = [page, [{ page, response: [200, `${AO}: ${value}`] }]] as const;
  const first = "certain server allow-origin-mismatch";
  return saysNot === undefined ? [...row, first, says] : [...row, first, says, saysNot];
});

it.each([...LISTS, ...ORIGINS, ...HOSTS].map((row) => [row[0], row] as const))(
  "points out a near miss of the needed value: %s",
  (_name, [, requests, first, says, saysNot]) => {
    const got = explained(requests);
    expect(got.first).toBe(first);
    expect(got.words).toMatch(says);
    if (saysNot !== undefined) expect(got.words).not.toMatch(saysNot);
  },
);

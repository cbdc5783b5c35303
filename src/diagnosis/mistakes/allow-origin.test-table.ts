import { AO } from "../case.test-builder.ts";
import { valuesOf, withMore } from "./messages.test-helper.ts";
import {
  allowing,
  type Edit,
  inAll,
  inResponse,
  MISMATCH,
  type Mistake,
  OF_NAME,
  renamed,
} from "./mistake.test-builder.ts";

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

/** The header has a wrong value, or a wrong name. */
export const ALLOW_ORIGIN_MISTAKES: readonly Mistake[] = [
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
];

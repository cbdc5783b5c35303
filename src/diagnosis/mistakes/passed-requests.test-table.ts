import { AH, HTML, type ReportedRequest } from "../case.test-builder.ts";
import { withLines, withMore, without, withStatus } from "./messages.test-helper.ts";
import {
  inPreflight,
  inResponse,
  isIncluded,
  type Mistake,
  onlyIf,
} from "./mistake.test-builder.ts";

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

/** The request passed, but the page does not get what it wanted. */
export const PASSED_MISTAKES: readonly Mistake[] = PASSED.map(
  ([name, make, names]): Mistake => ({ name, make, names, stops: null, isEvident: true }),
);

import { AH, AM, type ReportedRequest, type ResponseLines } from "../case.test-builder.ts";
import { preflightHeaders, valuesOf } from "./messages.test-helper.ts";
import {
  inPreflight,
  isIncluded,
  isPreflighted,
  listed,
  type Mistake,
  OF_NAME,
  onlyIf,
  renamed,
  withoutHeader,
} from "./mistake.test-builder.ts";

const hasUnsafeMethod = ({ method = "GET" }: ReportedRequest) =>
  !/^(?:GET|HEAD|POST)$/.test(method);

const hasOwnHeaders = (one: ReportedRequest) => preflightHeaders(one).length > 0;

/** Headers that look like a typo of another one, and exist as well. */
const SIMILAR: Readonly<Record<string, string>> = {
  "x-csrf-token": "x-xsrf-token",
  "x-api-key": "x-app-key",
  "x-tag": "x-tax",
};

/** The preflight response does not list the method or a header. */
export const PREFLIGHT_LIST_MISTAKES: readonly Mistake[] = [
  {
    name: "the method is not listed",
    make: onlyIf(hasUnsafeMethod, inPreflight(listed(AM, () => "GET, POST, HEAD"))),
    names: ["certain server method-disallowed"],
    isEvident: true,
  },
  {
    name: "no list of methods",
    make: onlyIf(hasUnsafeMethod, inPreflight(withoutHeader(AM))),
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
    make: onlyIf(hasOwnHeaders, inPreflight(withoutHeader(AH))),
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
];

import fc from "fast-check";
import type { ResponsePlan } from "../scenario.ts";
import { weighted } from "./weighted.ts";

type Line = readonly [name: string, value: string];
interface PlainResponse {
  readonly status: number;
  readonly headers: readonly Line[];
}

const ORIGIN = "Access-Control-Allow-Origin";
const CREDENTIALS = "Access-Control-Allow-Credentials";
const METHODS = "Access-Control-Allow-Methods";
const HEADERS = "Access-Control-Allow-Headers";
const EXPOSE = "Access-Control-Expose-Headers";
const MAX_AGE = "Access-Control-Max-Age";

/** The response of a server that allows the request. */
export function goodResponse(included: boolean, preflight: boolean): fc.Arbitrary<PlainResponse> {
  const star = included ? 0 : 1;
  const origin = weighted([
    [2, "{origin}"],
    [star, "*"],
  ]);
  const listed = (own: string, others: string) =>
    weighted([
      [3, own],
      [2, `${others}, ${own}`],
      [1, `${own},${others}`],
      [star * 2, "*"],
      [star, `${others}, *`],
    ]);
  const optional = (name: string, value: fc.Arbitrary<string>, often: number) =>
    fc.option(
      value.map((text): Line => [name, text]),
      { freq: often },
    );
  return fc
    .record({
      status: preflight
        ? weighted([
            [3, 204],
            [2, 200],
            [1, 299],
          ])
        : weighted([
            [10, 200],
            [1, 201],
            [1, 404],
            [1, 500],
          ]),
      origin: origin.map((value): Line => [ORIGIN, value]),
      credentials: included
        ? fc.constant<Line>([CREDENTIALS, "true"])
        : fc.option(fc.constant<Line>([CREDENTIALS, "true"]), { freq: 1 }).map((it) => it),
      methods: preflight
        ? listed("{method}", "GET, DELETE").map((value): Line => [METHODS, value])
        : fc.constant(null),
      headers: preflight
        ? listed("{headers}", "x-other").map((value): Line => [HEADERS, value])
        : fc.constant(null),
      maxAge: preflight
        ? optional(MAX_AGE, fc.constantFrom("600", "0", "-1", "abc", "5", "99999999999"), 1)
        : fc.constant(null),
      expose: preflight
        ? fc.constant(null)
        : optional(
            EXPOSE,
            fc.constantFrom(
              "*",
              "X-Told",
              "x-told, etag",
              "x-told,,",
              "x told",
              "Set-Cookie, X-Told",
            ),
            1,
          ),
    })
    .map(({ status, ...lines }) => {
      const headers = Object.values(lines).filter((line): line is Line => line !== null);
      return { status, headers: varies(status, headers) ? [...headers, VARY] : headers };
    });
}

const VARY: Line = ["Vary", "Origin"];

/**
 * Whether a server declares that its response varies by origin, as most do. The decision depends on its
 * other headers, so that every seed keeps its scenario.
 */
function varies(status: number, headers: readonly Line[]): boolean {
  const isEcho = headers.some(([name, value]) => name === ORIGIN && value === "{origin}");
  return isEcho && (status + headers.flat().join().length) % 4 !== 0;
}

/** Forms of a value that may be wrong. Some are harmless: the browser decides. */
const SHAPES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  [ORIGIN]: fc.constantFrom(
    "",
    "*",
    "null",
    "{origin}",
    "{ORIGIN}",
    "{origin}/",
    "{origin}, {origin}",
    "{origin}, *",
    "*, *",
    "* {origin}",
    "{origin} {origin}",
    "{origin}:",
    "{host}",
    "{origin-other-port}",
    "{origin-other-scheme}",
    "{origin-no-port}",
    "http://other.test",
    "'{origin}'",
    '"{origin}"',
    "**",
    "*.test",
    "true",
    "all",
    "NULL",
    "http://",
    "caf\u00e9",
    "http://\u00e9.test",
    "{origin};",
    "{origin},",
    ", {origin}",
    "file://",
    "undefined",
  ),
  [CREDENTIALS]: fc.constantFrom(
    "True",
    "TRUE",
    "false",
    "",
    "1",
    "*",
    "true, true",
    "yes",
    "tru\u00e9",
    "true;",
  ),
  [METHODS]: fc.constantFrom(
    "",
    "*",
    "{METHOD}",
    "{method-lower}",
    "GET, POST",
    "GET POST PUT",
    "{method},",
    ",,{method},,",
    "GET;PUT",
    '"{method}"',
    "GET, {method}, b@d",
    "{method}, *",
    "caf\u00e9",
    "[GET, PUT]",
  ),
  [HEADERS]: fc.constantFrom(
    "",
    "*",
    "{HEADERS}",
    "{headers-but-first}",
    "{headers-but-last}",
    "{headers-spaced}",
    "{headers-listed}",
    "{headers},",
    ",, {headers} ,",
    "x-other",
    "{headers}; x-more",
    "*, authorization",
    "{headers}, b@d",
    "content-type",
    "Authorization, {headers}",
    "caf\u00e9, {headers}",
    "'{headers}'",
  ),
};

type Change = (response: PlainResponse) => ResponsePlan;

const without = (name: string, { status, headers }: PlainResponse): PlainResponse => ({
  status,
  headers: headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()),
});
const withLines = (response: PlainResponse, ...lines: Line[]): PlainResponse => ({
  ...response,
  headers: [...response.headers, ...lines],
});

const nameSpelling = (name: string) =>
  weighted([
    [6, name],
    [1, name.toLowerCase()],
    [1, name.toUpperCase()],
  ]);

const changeOf = (name: string): fc.Arbitrary<Change> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Change>((response) => without(name, response)) },
    {
      weight: 5,
      arbitrary: fc.tuple(SHAPES[name] as fc.Arbitrary<string>, nameSpelling(name)).map(
        ([value, spelled]): Change =>
          (response) =>
            withLines(without(name, response), [spelled, value]),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(SHAPES[name] as fc.Arbitrary<string>, nameSpelling(name)).map(
        ([value, spelled]): Change =>
          (response) =>
            withLines(response, [spelled, value]),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constant<Change>((response) => {
        const line = response.headers.find(([other]) => other.toLowerCase() === name.toLowerCase());
        return line ? withLines(response, line) : response;
      }),
    },
  );

const statusChange = (statuses: fc.Arbitrary<number>): fc.Arbitrary<Change> =>
  statuses.map(
    (status): Change =>
      (response) => ({ ...response, status }),
  );

const broken: fc.Arbitrary<Change> = fc
  .constantFrom("reset" as const, "close" as const)
  .map((how) => () => how);

const anyStatus = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      ...[200, 202, 204, 205, 206, 300, 301, 302, 304, 400, 401, 403, 404, 405, 407, 500, 503],
    ),
  },
  { weight: 10, arbitrary: fc.integer({ min: 200, max: 599 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 199 }) },
);

/** Requires authentication in a way that makes the browser prompt the user. */
const challenge: fc.Arbitrary<Change> = fc
  .constantFrom<readonly [number, ...Line]>(
    [401, "WWW-Authenticate", 'Basic realm="lab"'],
    [401, "WWW-Authenticate", "Bearer"],
    [403, "WWW-Authenticate", 'Basic realm="lab"'],
    [407, "Proxy-Authenticate", 'Basic realm="lab"'],
  )
  .map(
    ([status, name, value]): Change =>
      (response) => ({ ...withLines(response, [name, value]), status }),
  );

const preflightChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: changeOf(ORIGIN) },
  { weight: 3, arbitrary: changeOf(CREDENTIALS) },
  { weight: 4, arbitrary: changeOf(METHODS) },
  { weight: 5, arbitrary: changeOf(HEADERS) },
  { weight: 3, arbitrary: statusChange(anyStatus) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(301, 302, 303, 307, 308).map(
      (status): Change =>
        (response) => ({
          ...withLines(response, ["Location", "{self}"]),
          status,
        }),
    ),
  },
  { weight: 1, arbitrary: challenge },
  { weight: 1, arbitrary: broken },
);

const responseChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: changeOf(ORIGIN) },
  { weight: 5, arbitrary: changeOf(CREDENTIALS) },
  {
    weight: 3,
    arbitrary: statusChange(
      fc.oneof(
        fc.constantFrom(204, 206, 300, 302, 304, 304, 401, 403, 407, 416, 500, 503),
        fc.integer({ min: 200, max: 599 }),
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Line>(
        ["Cross-Origin-Resource-Policy", "same-origin"],
        ["Cross-Origin-Resource-Policy", "same-site"],
        ["Cross-Origin-Resource-Policy", "cross-origin"],
        ["Content-Type", "application/json"],
        ["Content-Type", "text/html"],
        ["X-Content-Type-Options", "nosniff"],
        ["Cache-Control", "max-age=600"],
        ["ETag", '"tag"'],
        ["Vary", "Origin"],
        ["Vary", "*"],
        ["Set-Cookie", "told=1; Path=/"],
        // More than the length of the body.
        ["Content-Length", "9999"],
      )
      .map(
        (line): Change =>
          (response) =>
            withLines(response, line),
      ),
  },
  { weight: 1, arbitrary: challenge },
  { weight: 1, arbitrary: broken },
);

const changed = (
  good: fc.Arbitrary<PlainResponse>,
  change: fc.Arbitrary<Change>,
): fc.Arbitrary<ResponsePlan> =>
  fc.tuple(good, fc.array(change, { minLength: 1, maxLength: 2 })).map(([response, changes]) => {
    let result: ResponsePlan = response;
    for (const one of changes) {
      if (typeof result === "string") break;
      result = one(result);
    }
    return result;
  });

/** A response that is good, or has up to two changes. */
export function responsePlans(
  included: boolean,
  kind: "preflight" | "response",
  changedOften: number,
): fc.Arbitrary<ResponsePlan> {
  const good = goodResponse(included, kind === "preflight");
  return fc.oneof(
    { weight: 10 - changedOften, arbitrary: good },
    {
      weight: changedOften,
      arbitrary: changed(good, kind === "preflight" ? preflightChange : responseChange),
    },
  );
}

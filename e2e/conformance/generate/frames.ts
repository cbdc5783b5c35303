import fc from "fast-check";
import { PLACES } from "../places.ts";
import type {
  Caller,
  EmbedderName,
  FrameName,
  HopPlan,
  HostName,
  PageName,
  RequestPlan,
} from "../scenario.ts";
import { elementPlan } from "./element-plans.ts";
import { maybe, weighted } from "./weighted.ts";

type Line = readonly [name: string, value: string];

const EMBEDDERS: readonly EmbedderName[] = [
  "coep-unsafe-none",
  "coep-report-only",
  "coep-parameter",
  "coep-bad-parameter",
  "coep-string",
  "coep-upper-case",
  "coep-twice",
  "coep-untrusted",
  "coep-credentialless-parameter",
];

/** Documents that embed others, with every embedder policy, and nested ones. */
export const embedders: fc.Arbitrary<Caller> = fc
  .record({
    page: weighted<PageName>([
      [4, "trusted"],
      [3, "untrusted"],
      [3, "secure"],
      [4, "require-corp"],
      [4, "credentialless"],
      ...EMBEDDERS.map((name) => [1, name] as const),
    ]),
    frame: weighted<FrameName>([
      [10, "main"],
      [5, "cross-origin"],
      [2, "sandboxed"],
      [1, "srcdoc"],
      [1, "blank"],
      [1, "data"],
      [1, "blob"],
    ]),
  })
  .map((place) => ({ ...place, worker: null, service: null }));

/** The embedded resource: mostly documents, and others that CORP can block. */
export const embedded: fc.Arbitrary<RequestPlan> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({ sandboxed: oneIn(6), credentialless: oneIn(6) })
      .map(({ sandboxed, credentialless }) => ({
        api: "frame" as const,
        ...maybe("sandbox", sandboxed ? (true as const) : undefined),
        ...maybe("credentialless", credentialless ? (true as const) : undefined),
      })),
  },
  { weight: 1, arbitrary: elementPlan },
);

function oneIn(many: number): fc.Arbitrary<boolean> {
  return weighted([
    [many - 1, false],
    [1, true],
  ]);
}

/** The servers of a page's frames: same-origin, same-site, and others. */
function hosts({ page }: Caller): fc.Arbitrary<HostName> {
  const { isSecure } = PLACES[page];
  return weighted<HostName>([
    [4, "own"],
    [3, "top"],
    [isSecure ? 0 : 2, "api-a.localhost"],
    [1, "localhost"],
    [isSecure ? 0 : 2, "api-a.test"],
    [isSecure ? 0 : 2, "api.app.test"],
    [3, "https://api-a.test"],
    [3, "https://api.app.test"],
  ]);
}

const options = fc.constantFrom(
  "DENY",
  "DENY",
  "deny",
  "SAMEORIGIN",
  "SAMEORIGIN",
  "SameOrigin",
  "ALLOW-FROM {caller}",
  "ALLOWALL",
  "allowall",
  "",
  "INVALID",
  "*",
  "DENY, DENY",
  "DENY, SAMEORIGIN",
  "SAMEORIGIN, SAMEORIGIN",
  "SAMEORIGIN, sameorigin",
  "SAMEORIGIN, ALLOWALL",
  "ALLOWALL, ALLOWALL",
  "DENY, INVALID",
  "SAMEORIGIN, INVALID",
  "INVALID, ALSO",
  "SAMEORIGIN,",
  ",DENY",
  ",",
  "DENY;",
  '"DENY"',
  "SAME-ORIGIN",
  "DENY SAMEORIGIN",
);

const ancestors = fc.constantFrom(
  "'none'",
  "'none'",
  "'NONE'",
  "'self'",
  "'self'",
  "'SELF'",
  "",
  "*",
  "{caller}",
  "{caller}",
  "{top}",
  "{top}",
  "{caller} {top}",
  "'self' {top}",
  "'self' {caller}",
  "'none' {top} {caller}",
  "'none' 'self'",
  "http://other.test",
  "http://other.test {caller} {top}",
  "http: https:",
  "http:",
  "https:",
  "ws:",
  "data:",
  "http://localhost:*",
  "{top-any-port} http://frames.localhost:*",
  "http://*.localhost:*",
  "https://*.test:*",
  "*.test:* *.localhost:* localhost:*",
  "*:*",
  "*:1",
  "{CALLER} {top}",
  "{caller-no-port}",
  "{caller-other-port}",
  "{caller-host} {top-host}",
  "http://{caller-host} http://{top-host}",
  "{caller}/ {top}/",
  "{caller}/path {top}/path",
  "{caller}?query",
  "{caller}, {top}",
  "self",
  "none",
  "'unsafe-inline'",
  "nonsense://",
  "\u00e9",
  "http://[",
);

const policy: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        list: ancestors,
        name: weighted([
          [8, "frame-ancestors"],
          [1, "Frame-Ancestors"],
          [1, "FRAME-ANCESTORS"],
        ]),
        before: weighted([
          [8, ""],
          [1, "img-src *; "],
          [1, ";; "],
          [1, "\t"],
        ]),
        after: weighted([
          [8, ""],
          [1, ";"],
          [1, "; frame-ancestors 'none'"],
          [1, "; frame-ancestors *"],
          [1, "; img-src *"],
        ]),
      })
      .map(({ list, name, before, after }) => `${before}${name} ${list}${after}`),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "img-src *",
      "upgrade-insecure-requests",
      "sandbox allow-scripts",
      "frame-src 'none'",
      "",
      "frame-ancestors",
      "frame-ancestor 'none'",
      "x-frame-ancestors 'none'",
    ),
  },
);

const policies: fc.Arbitrary<readonly Line[]> = fc.oneof(
  { weight: 6, arbitrary: policy.map((one) => [[CSP, one] as const]) },
  {
    weight: 2,
    arbitrary: fc.tuple(policy, policy).map((both) => both.map((one) => line(CSP, one))),
  },
  { weight: 2, arbitrary: fc.tuple(policy, policy).map((both) => [line(CSP, both.join(", "))]) },
  { weight: 1, arbitrary: policy.map((one) => [line(`${CSP}-Report-Only`, one)]) },
);

const embedderPolicy = fc.constantFrom(
  ...["require-corp", "require-corp", "require-corp", "credentialless", "unsafe-none"],
  ...['require-corp; report-to="x"', "require-corp;a", "credentialless ;a", '"require-corp"'],
  ...["Require-Corp", "require-corp, require-corp", "require-corp credentialless", ""],
  ...["unsafe-none, require-corp", "require-corp;", "require-corp; A=1", "?1", "(require-corp)"],
  ...[
    "unknown",
    "require-corp;a=?1;b=:YQ==:",
    "\trequire-corp",
    "require-corp,",
    "require-corp;a=(",
  ],
);

const resourcePolicy = fc.constantFrom(
  ...["same-origin", "same-origin", "same-site", "same-site", "cross-origin", "cross-origin"],
  ...["Cross-Origin", "SAME-ORIGIN", "cross-origin, cross-origin", "same-origin, same-origin"],
  ...["", "unknown", "cross-origin;", "same-origin, cross-origin", '"cross-origin"'],
);

const COEP = "Cross-Origin-Embedder-Policy";
const CSP = "Content-Security-Policy";

function line(name: string, value: string): Line {
  return [name, value];
}

const lines = (
  name: string,
  value: fc.Arbitrary<string>,
  often: readonly [number, number, number],
) =>
  weighted([
    [often[0], 0],
    [often[1], 1],
    [often[2], 2],
  ]).chain((count) =>
    fc
      .array(value, { minLength: count, maxLength: count })
      .map((values) => values.map((one) => line(name, one))),
  );

/** Everything that a response can declare about its embedders, in every combination. */
const heads: fc.Arbitrary<readonly Line[]> = fc
  .tuple(
    lines("X-Frame-Options", options, [4, 4, 1]),
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 5, arbitrary: policies }),
    lines(COEP, embedderPolicy, [6, 5, 1]),
    lines(`${COEP}-Report-Only`, embedderPolicy, [8, 1, 0]),
    lines("Cross-Origin-Resource-Policy", resourcePolicy, [4, 5, 1]),
  )
  .map((all) => all.flat());

/** One in a few has only the headers that a page with COEP requires. */
const head = fc.oneof(
  { weight: 4, arbitrary: heads },
  {
    weight: 1,
    arbitrary: fc.constant([
      line(COEP, "require-corp"),
      line("Cross-Origin-Resource-Policy", "cross-origin"),
    ]),
  },
);

/** The URLs of an embedded resource: redirects, and the final one. */
export function embeddedHops(by: Caller): fc.Arbitrary<readonly HopPlan[]> {
  return weighted([
    [8, 1],
    [2, 2],
    [1, 3],
  ]).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc
          .record({
            host: hosts(by),
            head,
            status: weighted([
              [12, 200],
              [1, 404],
              [1, 500],
            ]),
          })
          .map(({ host, head, status }): HopPlan => {
            const isLast = index === count - 1;
            return {
              host,
              preflight: "reset",
              response: isLast
                ? { status, headers: head }
                : { status: 302, headers: [...head, line("Location", "{next}")] },
            };
          }),
      ),
    ),
  );
}

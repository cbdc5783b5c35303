import { HTML } from "../case.test-builder.ts";
import { withLines, withStatus } from "./messages.test-helper.ts";
import {
  bare,
  inResponse,
  isPreflighted,
  type Mistake,
  NOT_LISTED,
  onlyIf,
  ownError,
  ownPage,
} from "./mistake.test-builder.ts";

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

/** The response is an error. */
export const ERROR_MISTAKES: readonly Mistake[] = [
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
];

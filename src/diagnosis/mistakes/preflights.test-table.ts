import { AC, AO, HTML, JSON_TYPE } from "../case.test-builder.ts";
import { valuesOf, withLines, without, withStatus } from "./messages.test-helper.ts";
import {
  bare,
  inAll,
  inPreflight,
  isIncluded,
  LACKS,
  type Mistake,
  NOT_LISTED,
  onlyIf,
  ownError,
  ownPage,
  THIRD_PARTY,
  withoutAllowOrigin,
  withoutHeader,
} from "./mistake.test-builder.ts";

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

/** The preflight response does not allow the origin or the credentials. */
export const PREFLIGHT_MISTAKES: readonly Mistake[] = [
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
    make: onlyIf(isIncluded, inPreflight(withoutHeader(AC))),
    names: ["certain server invalid-allow-credentials"],
    isEvident: true,
  },
];

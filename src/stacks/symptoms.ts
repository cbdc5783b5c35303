import { judgedHeaders, lastHop, type Response } from "../exchange/exchange.ts";
import { variesByOrigin } from "../http/caching.ts";
import { listMembers } from "../http/field-values.ts";
import { get, getAll, type HeaderList } from "../http/header-list.ts";
import { isOkStatus } from "../http/statuses.ts";
import type { CauseCode } from "../verdict/codes.ts";
import type { Judged } from "../verdict/judged.ts";
import type { Recording, Shows } from "./recording.ts";

/** The response at fault: the preflight response at that stage, else the response to the request. */
function atFault({ failing }: Recording): Response | null {
  const { exchange, verdict } = failing;
  const { cause, outcome } = verdict;
  if (outcome !== "blocked" || cause?.family !== "cors") return null;
  const hop = exchange.hops[cause.hop] ?? lastHop(exchange);
  return cause.stage === "preflight" ? (hop.preflight?.response ?? null) : hop.response;
}

const headersOf = (response: Response | null): HeaderList =>
  response === null ? [] : judgedHeaders(response);

const isAt =
  (stage: "preflight" | "response", ...codes: readonly CauseCode[]): Shows =>
  ({ failing: { verdict } }) =>
    verdict.outcome === "blocked" &&
    verdict.cause?.stage === stage &&
    codes.includes(verdict.cause.code);

/** Whether the recording shows all of several symptoms. */
export const all =
  (...shows: readonly Shows[]): Shows =>
  (recording) =>
    shows.every((one) => one(recording));

/** Whether the recording shows any of several symptoms. */
export const any =
  (...shows: readonly Shows[]): Shows =>
  (recording) =>
    shows.some((one) => one(recording));

/** Whether the status of the response at fault passes a test. */
export const status =
  (test: (status: number) => boolean): Shows =>
  (recording) => {
    const response = atFault(recording);
    return response !== null && test(response.status);
  };

/** Whether a header of the response at fault matches a pattern; "" is tested where the header is absent. */
export const header =
  (name: string, test: RegExp): Shows =>
  (recording) => {
    const response = atFault(recording);
    return response !== null && test.test(get(headersOf(response), name) ?? "");
  };

const bare: Shows = isAt("response", "missing-allow-origin");

/** The exchanges that passed on the same server for the same origin. */
const passed = ({ failing, others }: Recording): readonly Judged[] =>
  others.filter(
    ({ exchange, verdict }) =>
      verdict.outcome === "allowed" &&
      verdict.crossOrigin &&
      verdict.initiatorOrigin === failing.verdict.initiatorOrigin &&
      lastHop(exchange).origin === lastHop(failing.exchange).origin,
  );

/** An error response lacks the CORS headers, while the server's successful responses allow the origin. */
export const errorsAreBare: Shows = (recording) =>
  bare(recording) &&
  (atFault(recording)?.status ?? 0) >= 400 &&
  (preflightPassed(recording) ||
    passed(recording).some(({ exchange }) => isOkStatus(lastHop(exchange).response?.status ?? 0)));

/** A successful response lacks the CORS headers, while an error of the same server allows the origin. */
export const successesAreBare: Shows = (recording) =>
  bare(recording) &&
  isOkStatus(atFault(recording)?.status ?? 0) &&
  passed(recording).some(({ exchange }) => (lastHop(exchange).response?.status ?? 0) >= 400);

function preflightPassed({ failing }: Recording): boolean {
  const response = lastHop(failing.exchange).preflight?.response ?? null;
  return response !== null && get(headersOf(response), "Access-Control-Allow-Origin") !== null;
}

/** The preflight response allows the origin, but the successful response lacks the CORS headers. */
export const onlyPreflightAllows: Shows = (recording) =>
  bare(recording) && isOkStatus(atFault(recording)?.status ?? 0) && preflightPassed(recording);

/** The server requires authentication for the preflight. */
export const preflightUnauthenticated: Shows = all(
  isAt("preflight", "preflight-invalid-status", "missing-allow-origin"),
  status((code) => code === 401 || code === 403 || code === 407),
);

/** The server has no handler for the preflight. */
export const preflightNotRouted: Shows = all(
  isAt("preflight", "preflight-invalid-status", "missing-allow-origin"),
  status((code) => code === 404 || code === 405 || code === 501),
);

/** The preflight was redirected. */
export const preflightRedirected: Shows = any(
  isAt("preflight", "preflight-disallowed-redirect"),
  all(
    isAt("preflight", "missing-allow-origin"),
    status((code) => code >= 300 && code < 400),
  ),
);

/** The preflight passed except for the method. */
export const methodNotListed: Shows = isAt("preflight", "method-disallowed");

/** The preflight passed except for a request header. */
export const headerNotListed: Shows = isAt("preflight", "header-disallowed");

/** A successful preflight response lacks the CORS headers, while requests without a preflight are allowed. */
export const onlyPreflightIsBare: Shows = (recording) =>
  isAt("preflight", "missing-allow-origin")(recording) &&
  isOkStatus(atFault(recording)?.status ?? 0) &&
  passed(recording).some(({ exchange }) => lastHop(exchange).preflight === null);

/** Two layers each send Access-Control-Allow-Origin. */
export const addedTwice: Shows = (recording) => {
  const headers = headersOf(atFault(recording));
  const values = getAll(headers, "Access-Control-Allow-Origin").flatMap((line) =>
    listMembers(line),
  );
  return values.length > 1;
};

/** Whether the response was stored for an earlier request; the server may send another one now. */
const isStored: Shows = (recording) => atFault(recording)?.fromCache === true;

/** Whether another origin is allowed on the same path, so that only this origin is not listed. */
const isOriginLeftOut: Shows = ({ failing, others }) => {
  const { method, url } = lastHop(failing.exchange);
  const [path] = url.split("?");
  return others.some(
    ({ exchange, verdict }) =>
      verdict.outcome === "allowed" &&
      verdict.crossOrigin &&
      verdict.initiatorOrigin !== failing.verdict.initiatorOrigin &&
      lastHop(exchange).method === method &&
      lastHop(exchange).url.split("?")[0] === path,
  );
};

/**
 * A successful response to a preflight or a request has no CORS headers. A response that varies by Origin is
 * excluded: its server compares origins, and does not list this one.
 */
export const successIsBare: Shows = all(
  any(bare, isAt("preflight", "missing-allow-origin")),
  status(isOkStatus),
  (recording) =>
    !variesByOrigin(headersOf(atFault(recording))) &&
    !isStored(recording) &&
    !isOriginLeftOut(recording),
);

/** The response allows another origin than the requesting one. */
export const otherOrigin: Shows = any(
  isAt("response", "allow-origin-mismatch"),
  isAt("preflight", "allow-origin-mismatch"),
);

/** The value is not an origin. */
export const notAnOrigin: Shows = any(
  isAt("response", "invalid-allow-origin-value"),
  isAt("preflight", "invalid-allow-origin-value"),
);

/** The preflight or request was refused with one of these statuses, without CORS headers. */
export const refused = (...codes: readonly number[]): Shows =>
  all(
    any(bare, isAt("preflight", "missing-allow-origin", "preflight-invalid-status")),
    status((code) => codes.includes(code)),
  );

/** A request with credentials received `*`, or no valid Access-Control-Allow-Credentials. */
export const credentialsRefused: Shows = any(
  isAt("response", "wildcard-origin-not-allowed", "invalid-allow-credentials"),
  isAt("preflight", "wildcard-origin-not-allowed", "invalid-allow-credentials"),
);

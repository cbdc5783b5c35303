import {
  AO,
  HTML,
  JSON_TYPE,
  type ReportedRequest,
  type ResponseLines,
} from "../case.test-builder.ts";
import {
  CORS,
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

/** A change of one response to the request; null where it cannot be made there. */
export type Edit = (response: ResponseLines, one: ReportedRequest) => ResponseLines | null;

export const isIncluded = ({ credentials }: ReportedRequest) => credentials === "include";
export const isPreflighted = ({ preflight }: ReportedRequest) => preflight !== undefined;

/** The mistake in the response to the request; the preflight stays correct. */
export const inResponse =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    const response = one.response && edit(one.response, one);
    return response ? { ...one, response } : null;
  };

/** The mistake in the preflight response; the request is never sent then. */
export const inPreflight =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    const preflight = one.preflight && edit(one.preflight, one);
    return preflight ? { ...one, preflight } : null;
  };

/** The mistake in every response of the server. */
export const inAll =
  (edit: Edit): Mistake["make"] =>
  (one) => {
    if (one.redirects !== undefined) return null;
    const response = one.response && edit(one.response, one);
    const preflight = one.preflight && edit(one.preflight, one);
    if (!response || preflight === null) return null;
    return { ...one, response, ...(preflight && { preflight }) };
  };

export const onlyIf =
  (holds: (one: ReportedRequest) => boolean, make: Mistake["make"]): Mistake["make"] =>
  (one) =>
    holds(one) ? make(one) : null;

/** Access-Control-Allow-Origin with another value; null where the response does not have the header. */
export const allowing =
  (value: (page: string, one: ReportedRequest) => string | null): Edit =>
  (response, one) => {
    const wanted = value(one.page as string, one);
    const isThere = valuesOf(response, AO).length > 0;
    return wanted === null || !isThere ? null : withLines(response, `${AO}: ${wanted}`);
  };

/** A header under another name. */
export const renamed =
  (name: string, to: string): Edit =>
  (response) => {
    const [value] = valuesOf(response, name);
    const others = without(response, new RegExp(`^${name}$`, "i"));
    return value === undefined ? null : withMore(others, `${to}: ${value}`);
  };

/** A header with another value; null where the response does not have the header. */
export const listed =
  (name: string, value: (one: ReportedRequest) => string | null): Edit =>
  (response, one) => {
    const wanted = valuesOf(response, name).length === 0 ? null : value(one);
    return wanted === null ? null : withLines(response, `${name}: ${wanted}`);
  };

/** The response of a server without CORS code. */
export const bare = (response: ResponseLines): ResponseLines =>
  valuesOf(response, "vary").includes("Origin")
    ? without(response, /^(?:access-control-|vary$)/)
    : without(response, CORS);

/** A response without one header; null where it does not have the header. */
export const withoutHeader =
  (name: string): Edit =>
  (response) =>
    valuesOf(response, name).length === 0 ? null : without(response, new RegExp(`^${name}$`, "i"));

export const withoutAllowOrigin = (response: ResponseLines): ResponseLines =>
  without(response, /^access-control-allow-origin$/);

/** Another program's own page in place of the response. */
export const ownPage =
  (status: number, ...lines: readonly string[]): Edit =>
  () => [status, HTML, ...lines];

/** The application's error, without the CORS headers of its successes. */
export const ownError =
  (status: number, ...lines: readonly string[]): Edit =>
  (response) =>
    withStatus(withLines(bare(response), JSON_TYPE, ...lines), status);

/** What is true of a successful response without the header. */
export const MISSING = "certain server missing-allow-origin";
export const LACKS = [MISSING, "likely server host-without-cors"];

/** The response still varies by Origin, as a server's whose list lacks the origin. */
export const NOT_LISTED = "likely server origin-not-listed";

/** What is true of a well-formed value that does not match. */
export const MISMATCH = ["certain server allow-origin-mismatch"];

/** What is true of a misspelt name. */
export const OF_NAME = ["certain server header-misspelt"];

/** A server that is not the reader's own can look so: an API with a secret, and no OPTIONS. */
export const THIRD_PARTY = "ambiguous third-party third-party-without-cors";

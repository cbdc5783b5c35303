import { AM, type ReportedRequest, type ResponseLines } from "../case.test-builder.ts";
import { CORS, needsPreflight, without, withStatus } from "./messages.test-helper.ts";

/** Requests that the page sent before, or afterwards. */
export interface Earlier {
  /** By the correct request; null where it would be no such request. */
  readonly requests: (correct: ReportedRequest) => readonly ReportedRequest[] | null;
  /** What the other requests let a careful reader conclude, and how certainly at most. */
  readonly suspects?: readonly string[];
  /** The same, only where the other requests were earlier. */
  readonly suspectsEarlier?: readonly string[];
  /** Codes of what they refute. */
  readonly refutes?: readonly string[];
}

/** The request by GET without a preflight. */
function simple(correct: ReportedRequest, url = correct.url as string): ReportedRequest {
  const { preflight: _preflight, redirects: _redirects, headers, ...others } = correct;
  const cookie = headers?.Cookie;
  return {
    ...others,
    url,
    method: "GET",
    headers: cookie === undefined ? {} : { Cookie: cookie },
    blocked: false,
  };
}

const at = ({ url = "" }: ReportedRequest, path: string) => new URL(path, url).href;

/** A request to another path with this status, without CORS headers. */
const bare = (correct: ReportedRequest, status: number): ReportedRequest => ({
  ...simple(correct, at(correct, "/other")),
  response: withStatus(without(correct.response as ResponseLines, CORS), status),
  blocked: true,
});

const REFUSED = { chromium: "net::ERR_CONNECTION_REFUSED", gecko: "NS_ERROR_CONNECTION_REFUSED" };

const ALLOWED_ELSEWHERE = { refutes: ["host-without-cors"] };

const OF_CORS_ELSEWHERE = ["likely server allowed-without-preflight-only"];

export const HISTORY: Readonly<Record<string, Earlier>> = {
  none: { requests: () => [] },
  "the same request passed": {
    ...ALLOWED_ELSEWHERE,
    requests: (correct) => [{ ...correct, blocked: false }],
    suspectsEarlier: ["certain server passed-earlier"],
  },
  "another path passed": {
    ...ALLOWED_ELSEWHERE,
    requests: (correct) => [simple(correct, at(correct, "/open"))],
    suspects: OF_CORS_ELSEWHERE,
  },
  "the path passed by GET": {
    ...ALLOWED_ELSEWHERE,
    requests: (correct) =>
      correct.method === "GET" && !needsPreflight(correct) ? null : [simple(correct)],
    suspects: OF_CORS_ELSEWHERE,
    suspectsEarlier: ["likely server passed-with-other-method", "certain server passed-earlier"],
  },
  "the path passed by PUT": {
    ...ALLOWED_ELSEWHERE,
    requests: (correct) => {
      if (correct.method === "PUT") return null;
      const preflight: ResponseLines = [204, ...corsLines(correct.response), `${AM}: PUT`];
      return [{ ...simple(correct), method: "PUT", preflight }];
    },
    suspects: OF_CORS_ELSEWHERE,
    suspectsEarlier: ["likely server passed-with-other-method"],
  },
  "the path passed with another slash": {
    ...ALLOWED_ELSEWHERE,
    requests: (correct) => {
      const { pathname, href } = new URL(correct.url as string);
      if (pathname === "/" || correct.redirects !== undefined) return null;
      const other = pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
      return [{ ...correct, url: href.replace(pathname, other), blocked: false }];
    },
    suspects: OF_CORS_ELSEWHERE,
    suspectsEarlier: ["ambiguous page passed-with-other-slash"],
  },
  "another path had an error": { requests: (correct) => [bare(correct, 500)] },
  "another path was not found": { requests: (correct) => [bare(correct, 404)] },
  "another path required a login": { requests: (correct) => [bare(correct, 401)] },
  "another path had no CORS": { requests: (correct) => [bare(correct, 200)] },
  "another preflight was not handled": {
    requests: (correct) => [
      {
        ...simple(correct, at(correct, "/other")),
        method: "PUT",
        preflight: [405, "Allow: GET, HEAD"],
        response: undefined as never,
        blocked: true,
      },
    ],
  },
  "another server passed": {
    requests: (correct) => [simple(correct, "https://cdn.third.example/data.json")],
  },
  "the server was not running": {
    requests: (correct) => [
      {
        ...simple(correct),
        response: undefined as never,
        blocked: true,
        error: REFUSED[correct.browser ?? "chromium"],
      },
    ],
  },
  "a request without CORS was sent": {
    requests: (correct) => [{ ...simple(correct), mode: "no-cors" }],
  },
};

const corsLines = ([, ...lines]: ResponseLines = [200]) =>
  lines.filter((line) => CORS.test(line.toLowerCase()));

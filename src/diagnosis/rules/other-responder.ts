import { get, has } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { isRedirectStatus } from "../../http/statuses.ts";
import { signOf } from "../layers/who-responded.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";
import type { Situation } from "../situation.ts";
import { nothingDeployed } from "./nothing-deployed.ts";

/** The parameter for the AirPlay Receiver of macOS, which listens on ports 5000 and 7000. */
export const AIRPLAY = "AirPlay";
/** The parameter for a bucket of another region. */
export const BUCKET = "Amazon S3";

/** The program at this address is another one than the URL means, and says so. */
export const otherResponder: DiagnosisRule = {
  id: "other-responder",
  before: "The program names itself, which is more specific than an error page.",
  find: (s) => {
    if (!s.blockedByCors || s.status === null || s.allowOrigin !== null) return null;
    const sign = SIGNS.find(({ isOf }) => isOf(s));
    if (sign === undefined) return null;
    return {
      code: "nothing-deployed",
      side: sign.name === BUCKET && !isEndpoint(s.hop.url) ? "proxy" : "page",
      certainty: "likely",
      parameter: sign.name,
      evidence: [
        statusEvidence(s.status),
        headerEvidence(sign.header, get(s.headers, sign.header)),
      ],
    };
  },
  hides: [...(nothingDeployed.hides ?? []), "origin-not-listed", "third-party-without-cors"],
};

/** Whether a URL names an endpoint of S3 itself, not a domain in front of the bucket. */
export function isEndpoint(url: string): boolean {
  return /\.amazonaws\.com(?:\.cn)?$/.test(parseUrl(url)?.hostname ?? "");
}

const SIGNS: readonly {
  readonly name: string;
  readonly header: string;
  readonly isOf: (s: Situation) => boolean;
}[] = [
  {
    name: AIRPLAY,
    header: "Server",
    isOf: ({ headers }) => /^AirTunes\//.test(get(headers, "Server") ?? ""),
  },
  {
    name: BUCKET,
    header: "X-Amz-Bucket-Region",
    // The error PermanentRedirect: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    isOf: ({ headers, status, response }) =>
      isRedirectStatus(status ?? 0) &&
      !has(headers, "Location") &&
      (has(headers, "X-Amz-Bucket-Region") || signOf(response)?.id === "s3"),
  },
];

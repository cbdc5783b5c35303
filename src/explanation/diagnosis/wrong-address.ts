import { API_GATEWAY } from "../../diagnosis/rules/nothing-deployed.ts";
import { AIRPLAY, BUCKET, isEndpoint } from "../../diagnosis/rules/other-responder.ts";
import { get } from "../../http/header-list.ts";
import { parseUrl } from "../../http/origin.ts";
import { isSignedUrl } from "../../http/signed-url.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import { endpoint } from "../subject.ts";
import type { DiagnosisEntry, DiagnosisSubject } from "./diagnosis-entry.ts";

const status = (s: DiagnosisSubject) => s.statusCode;

/** Whether a missing signature can be the cause as well. */
const isUnsigned = ({ found }: DiagnosisSubject) => found.parameter === API_GATEWAY;

/** The host of the bucket in its own region; null for a domain in front of the bucket, or without the region. */
function endpointOf({ hop, headers }: DiagnosisSubject): string | null {
  const region = get(headers, "X-Amz-Bucket-Region") ?? "";
  const bucket = S3_HOST.exec(parseUrl(hop.url)?.hostname ?? "")?.[1];
  if (bucket === undefined || !/^[a-z0-9-]+$/.test(region)) return null;
  return plainText(`${bucket}s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`);
}

/**
 * The global and regional endpoints, with the bucket in the host or in the path.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
const S3_HOST = /^((?:.+\.)?)s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Programs that name themselves in the response. */
const OTHERS: Readonly<Record<string, Pick<Required<DiagnosisEntry>, Texts>>> = {
  [AIRPLAY]: {
    title: (s) => say("cause_airplay_title", s.host),
    short: () => say("cause_airplay_short"),
    because: (s) => [say("cause_airplay_because", s.host)],
    fix: () => [say("cause_airplay_fix")],
  },
  [BUCKET]: {
    title: (s) => {
      const endpoint = endpointOf(s);
      return endpoint === null
        ? say("cause_region_title", s.host)
        : say("cause_region_title_endpoint", endpoint, s.host);
    },
    short: () => say("cause_region_short"),
    because: (s) => [
      say("cause_region_because", s.host, s.statusCode),
      ...regionOf(s).map((region) => say("cause_region_name", region)),
    ],
    fix: (s) => [bucketAdvice(s), say("cause_region_headers")],
  },
};

function bucketAdvice({ hop, host }: DiagnosisSubject): string {
  if (!isEndpoint(hop.url)) return say("cause_region_fix_front", host);
  return say(isSignedUrl(hop.url) ? "cause_region_fix_signed" : "cause_region_fix");
}

type Texts = "title" | "short" | "because" | "fix";

function regionOf({ headers }: DiagnosisSubject): string[] {
  const region = get(headers, "X-Amz-Bucket-Region");
  return region === null ? [] : [plainText(region, 40)];
}

const ofOther = ({ found }: DiagnosisSubject) => OTHERS[found.parameter ?? ""];

export const nothingDeployed: DiagnosisEntry = {
  title: (s) => ofOther(s)?.title(s) ?? OWN_PAGE.title(s),
  short: (s) => ofOther(s)?.short(s) ?? OWN_PAGE.short(s),
  because: (s) => (ofOther(s) ?? OWN_PAGE).because(s),
  fix: (s) => (ofOther(s) ?? OWN_PAGE).fix(s),
  below: "nothing",
  remedyHelps: false,
};

/** The error page of a platform. */
const OWN_PAGE = {
  title: (s: DiagnosisSubject) =>
    say(isUnsigned(s) ? "cause_nothing_title_open" : "cause_nothing_title", endpoint(s), status(s)),
  short: (s: DiagnosisSubject) => say("cause_nothing_short", status(s)),
  because: (s: DiagnosisSubject) => [
    isUnsigned(s)
      ? say("cause_nothing_unsigned")
      : say("cause_nothing_because", plainText(s.found.parameter), status(s)),
  ],
  fix: (s: DiagnosisSubject) => [
    say("cause_nothing_fix"),
    ...(isUnsigned(s) ? [say("cause_nothing_fix_signature")] : []),
  ],
} satisfies Pick<DiagnosisEntry, Texts>;

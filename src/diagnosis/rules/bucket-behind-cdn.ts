import { variesByOrigin } from "../../http/caching.ts";
import { get } from "../../http/header-list.ts";
import { signsOf } from "../layers/who-responded.ts";
import { type DiagnosisRule, headerEvidence } from "../rule.ts";
import { atPreflight, isFromBrowserCache, isOk, lacksAllowOrigin } from "../situation.ts";

/** A storage bucket sends CORS headers only if the CDN in front of it forwards `Origin`. */
export const bucketBehindCdn: DiagnosisRule = {
  id: "bucket-behind-cdn",
  before: "The bucket and the CDN both need a setting, and the CDN's is forgotten more often.",
  allowsOrigin: true,
  find: (s) => {
    if (!lacksAllowOrigin(s) || atPreflight(s) || isFromBrowserCache(s)) return null;
    if (!isOk(s) && s.status !== 304) return null;
    // A bucket that received an Origin sends Vary: Origin.
    if (variesByOrigin(s.headers)) return null;
    const signs = signsOf(s.response);
    const cdn = signs.find(({ kind }) => kind === "cdn");
    const bucket = signs.find(({ id }) => BUCKETS.has(id));
    if (cdn === undefined || bucket === undefined) return null;
    return {
      side: "proxy",
      // The bucket may also lack CORS rules.
      certainty: "ambiguous",
      parameter: `${cdn.name}; ${bucket.name}`,
      evidence: [
        headerEvidence("Access-Control-Allow-Origin", null, s.origin),
        headerEvidence("Server", get(s.headers, "Server")),
      ],
    };
  },
  hides: ["host-without-cors"],
};

const BUCKETS: ReadonlySet<string> = new Set(["s3", "gcs", "azure-blob"]);

import { it } from "vitest";
import { AO, put, type ReportedRequest } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { passed } from "./requests.test-builder.ts";

const cached = (...lines: readonly string[]): ReportedRequest => ({
  response: [200, `${AO}: https://two.example`, ...lines],
});

const ROWS: readonly AdviceRow[] = [
  // Copies for other origins.
  [
    "another origin's preflight response from a CDN",
    [{ ...put, preflight: [204, `${AO}: https://two.example`, "X-Cache: Hit from cloudfront"] }],
    "ambiguous proxy shared-cache-other-origin",
    /cache/,
  ],
  ...(
    [
      ["Akamai", "X-Cache: TCP_HIT from a23-1.deploy.akamaitechnologies.com (AkamaiGHost/11)"],
      ["Akamai's memory", "X-Cache: TCP_MEM_HIT from a1.akamai.net"],
      ["Azure Front Door", "X-Cache: TCP_REMOTE_HIT"],
      ["CloudFront after a revalidation", "X-Cache: RefreshHit from cloudfront"],
      ["Fastly", "X-Cache: MISS, HIT"],
      ["Google", "CDN_Cache_Status: hit"],
      ["LiteSpeed", "X-LiteSpeed-Cache: hit"],
      ["nginx's FastCGI", "X-FastCGI-Cache: HIT"],
      ["Squid", "X-Cache-Lookup: HIT from proxy.corp:3128"],
      ["CDN77", "X-77-Cache: HIT"],
    ] as const
  ).map(
    ([name, line]): AdviceRow => [
      `a cache: ${name}`,
      [passed, cached(line)],
      "likely proxy shared-cache-other-origin",
      /stored for another origin.*Vary: Origin/s,
    ],
  ),
  ...["X-Cache: CONFIG_NOCACHE", "X-Cache: TCP_MISS", "X-Cache: Error from cloudfront"].map(
    (line): AdviceRow => [
      `not from a cache, by its X-Cache: ${line}`,
      [passed, cached(line)],
      "certain server allow-origin-mismatch",
      /two\.example/,
      /cache/i,
    ],
  ),
  // Buckets behind a CDN, which may not get the Origin header.
  [
    "a bucket behind CloudFront",
    [{ response: [200, "Server: AmazonS3", "X-Cache: Miss from cloudfront", "X-Amz-Cf-Id: a"] }],
    "ambiguous proxy bucket-behind-cdn",
    /CloudFront pass the Origin header on to Amazon S3.*CORS-S3Origin.*CORSRules/s,
  ],
  [
    "a bucket that varies by Origin: CloudFront passes the header on",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Cf-Id: a", "Vary: Origin"] }],
    "likely server origin-not-listed",
    /CORSRules/,
    /pass the Origin header/,
  ],
  [
    "a bucket without CloudFront: only its CORS rules",
    [{ response: [200, "Server: AmazonS3", "X-Amz-Request-Id: a"] }],
    "ambiguous server host-without-cors",
    /In Amazon S3: CORSRules/,
    /pass the Origin header/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

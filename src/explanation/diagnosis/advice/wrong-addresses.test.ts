import { it } from "vitest";
import { HTML, JSON_TYPE, put, type ResponseLines } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // Nothing is deployed there.
  [
    "a tunnel that is closed",
    [{ response: [404, "Ngrok-Error-Code: ERR_NGROK_3200", HTML] }],
    "likely page nothing-deployed",
    /ngrok/,
  ],
  [
    "a function that Supabase does not have",
    [
      {
        ...put,
        url: "https://a.supabase.co/functions/v1/helo",
        preflight: [404, "SB-Gateway-Version: 1", "SB-Error-Code: NOT_FOUND", JSON_TYPE],
      },
    ],
    "likely page nothing-deployed",
    /Supabase itself sent this 404/,
    /Handle OPTIONS|req\.method/,
  ],
  [
    "a function of Supabase without a response to OPTIONS",
    [
      {
        ...put,
        url: "https://a.supabase.co/functions/v1/hello",
        preflight: [404, "SB-Gateway-Version: 1", JSON_TYPE],
      },
    ],
    "certain server preflight-not-routed",
    /In Supabase: if \(req\.method === "OPTIONS"\)/,
  ],
  [
    "an application that Railway does not have",
    [{ ...put, preflight: [404, "X-Railway-Fallback: true", JSON_TYPE] }],
    "likely page nothing-deployed",
    /Railway/,
  ],
  ['a "not found" page', [{ response: [404, HTML] }], "ambiguous server not-found", /HTML page/],
  // Another program has the port.
  // macOS's AirPlay Receiver listens on ports 5000 and 7000.
  [
    "AirPlay on port 5000",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/api",
        method: "POST",
        headers: { "content-type": "application/json" },
        preflight: [403, "Server: AirTunes/760.20.1", "Content-Length: 0"],
      },
    ],
    "likely page nothing-deployed",
    /another port: AirPlay Receiver responds at localhost:5000.*switch off AirPlay Receiver/s,
    /allowed origins|Allow-Origin/,
  ],
  [
    "a local server that refuses the preflight",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/api",
        method: "POST",
        headers: { "content-type": "application/json" },
        preflight: [403, "Content-Length: 0"],
      },
    ],
    "likely server preflight-refused",
    /allowed origins/,
    /AirPlay/,
  ],
  // Buckets of another region.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html : PermanentRedirect.
  ...(
    [
      ["https://bkt.s3.amazonaws.com/a.json", /bkt\.s3\.eu-west-1\.amazonaws\.com/],
      ["https://bkt.s3.us-east-1.amazonaws.com/a.json", /bkt\.s3\.eu-west-1\.amazonaws\.com/],
      ["https://s3-us-west-2.amazonaws.com/bkt/a.json", /endpoint s3\.eu-west-1\.amazonaws\.com/],
      [
        "https://files.shop.example/a.json",
        /endpoint instead of files.*region of the bucket.*Where files/s,
      ],
      ["https://bkt.s3.amazonaws.com/a.json?X-Amz-Signature=a", /Sign the URL again/],
    ] as const
  ).flatMap(([url, says]): AdviceRow[] => {
    const response = [
      301,
      "Content-Type: application/xml",
      "Server: AmazonS3",
      "X-Amz-Bucket-Region: eu-west-1",
    ] as const;
    const saysNot = /Allow-Origin|put-bucket-cors/;
    const side = url.startsWith("https://files") ? "proxy" : "page";
    return [
      [
        `a bucket of another region: ${url}`,
        [{ url, response }],
        `likely ${side} nothing-deployed`,
        says,
        saysNot,
      ],
      [
        `a bucket of another region, for a preflight: ${url}`,
        [{ ...put, url, preflight: response }],
        `likely ${side} nothing-deployed`,
        says,
        saysNot,
      ],
    ];
  }),
  ...([301, 307] as const).map(
    (status): AdviceRow => [
      `a bucket of another region, ${status}`,
      [
        {
          url: "https://shop.s3.amazonaws.com/a.json",
          response: [
            status,
            "Server: AmazonS3",
            "X-Amz-Bucket-Region: eu-central-1",
            "Location: https://shop.s3.eu-central-1.amazonaws.com/a.json",
          ],
        },
      ],
      "certain page redirect-host",
      /Use that host in your code.*s3\.eu-central-1/s,
    ],
  ),
  // Signed URLs.
  // X-Amz-SignedHeaders always includes host:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
  ...(["same query", "X"] as const).flatMap((kept): AdviceRow[] => {
    const signed = "X-Amz-SignedHeaders=host&X-Amz-Signature=abc";
    const to = `https://bkt.s3.eu-west-1.amazonaws.com/a.txt?${kept === "X" ? kept : signed}`;
    const url = `https://bkt.s3.amazonaws.com/a.txt?${signed}`;
    const ofS3 = [307, "Server: AmazonS3", `Location: ${to}`, "X-Amz-Bucket-Region: eu-west-1"];
    const says = /Sign the URL for bkt\.s3\.eu-west-1\.amazonaws\.com.*valid for bkt\.s3\.amazon/s;
    const saysNot = /Use https|in your code|respond to OPTIONS/;
    const request = { url, method: "PUT", headers: { "content-type": "image/png" } };
    const preflight = ofS3 as unknown as ResponseLines;
    return [
      [
        `a signed URL, redirected at the preflight: ${kept}`,
        [{ ...request, preflight }],
        "certain page redirect-host",
        says,
        saysNot,
      ],
      [
        `a signed URL, redirected: ${kept}`,
        [{ url, response: preflight }],
        "certain page redirect-host",
        says,
        saysNot,
      ],
      [
        `a signed URL, redirected at the preflight to another path: ${kept}`,
        [{ ...request, preflight: [307, `Location: ${to.replace("/a.txt", "/b/a.txt")}`] }],
        "certain page preflight-disallowed-redirect",
        says,
        saysNot,
      ],
    ];
  }),
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

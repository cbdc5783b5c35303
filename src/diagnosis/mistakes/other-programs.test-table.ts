import { HTML, JSON_TYPE, type ResponseLines } from "../case.test-builder.ts";
import { isPreflighted, LACKS, MISSING, type Mistake } from "./mistake.test-builder.ts";

/** Responses of other programs than the URL means: the URL if it matters, and what is true. */
const OTHER_PROGRAMS: readonly (readonly [
  name: string,
  url: string | null,
  response: ResponseLines,
  names: readonly string[],
])[] = [
  [
    "no application on Heroku",
    "https://gone.herokuapp.com/items",
    [404, HTML, "Server: Cowboy"],
    ["likely page nothing-deployed"],
  ],
  [
    "no file on GitHub Pages",
    "https://me.github.io/a/b.json",
    [404, HTML, "Server: GitHub.com"],
    ["likely page nothing-deployed"],
  ],
  [
    "no deployment on Vercel",
    null,
    [404, HTML, "X-Vercel-Error: DEPLOYMENT_NOT_FOUND"],
    ["likely page nothing-deployed"],
  ],
  [
    "AirPlay on the port",
    "http://localhost:5000/items",
    [403, "Server: AirTunes/775.3.1"],
    ["likely page nothing-deployed"],
  ],
  [
    "a bucket of another region",
    "https://b.s3.amazonaws.com/a.json",
    [301, "X-Amz-Bucket-Region: eu-west-1", "Server: AmazonS3"],
    ["likely page nothing-deployed"],
  ],
  [
    "a challenge of AWS",
    null,
    [405, HTML, "X-Amzn-Waf-Action: captcha"],
    ["likely proxy bot-challenge"],
  ],
  [
    "ngrok's warning",
    "https://a1.ngrok-free.app/items",
    [200, HTML, "Ngrok-Error-Code: ERR_NGROK_6024"],
    ["likely page bot-challenge"],
  ],
  [
    "a bucket behind CloudFront, without Origin",
    null,
    [200, JSON_TYPE, "Server: AmazonS3", "X-Amz-Cf-Id: 1"],
    ["ambiguous proxy bucket-behind-cdn", ...LACKS],
  ],
  [
    "a bucket without rules",
    "https://b.s3.amazonaws.com/a.json",
    [200, JSON_TYPE, "Server: AmazonS3"],
    LACKS,
  ],
  [
    "Ollama with its default list",
    "http://localhost:11434/api/tags",
    [403],
    ["likely server local-server-switch"],
  ],
  [
    "llama.cpp for local pages only",
    "http://localhost:8089/v1/models",
    [200, "Server: llama.cpp"],
    ["likely server local-server-switch"],
  ],
  [
    "an API for servers",
    "https://api.stripe.com/v1/charges",
    [200, JSON_TYPE],
    ["likely third-party third-party-without-cors"],
  ],
  [
    "an own program on Ollama's port",
    "http://localhost:11434/api/items",
    [200, "X-Powered-By: Express"],
    LACKS,
  ],
];

/** Another program than the URL means responds, or none. */
export const OTHER_PROGRAM_MISTAKES: readonly Mistake[] = OTHER_PROGRAMS.map(
  ([name, url, response, names]): Mistake => ({
    name,
    make: (one) =>
      isPreflighted(one) || one.redirects !== undefined
        ? null
        : { ...one, ...(url === null ? {} : { url }), response },
    names,
    isDirect: true,
    ...(!names.includes(MISSING) && { isEvident: true }),
  }),
);

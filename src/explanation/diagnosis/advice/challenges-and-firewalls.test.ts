import { it } from "vitest";
import { HTML, put, type ResponseLines } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  [
    "Cloudflare's bot challenge",
    [{ response: [403, "CF-Mitigated: challenge", "Server: cloudflare", HTML] }],
    "likely proxy bot-challenge",
    /challenge/,
    /Access-Control-Allow-Origin:/,
  ],
  [
    "the captcha of AWS WAF for a preflight",
    [{ ...put, preflight: [405, "X-Amzn-Waf-Action: captcha"] }],
    "likely proxy bot-challenge",
    /AWS WAF/,
  ],
  [
    "ngrok's warning page",
    [{ response: [511, "Ngrok-Error-Code: ERR_NGROK_6024", HTML] }],
    "likely page bot-challenge",
    /warning page of ngrok.*ngrok-skip-browser-warning/s,
    /Only a person|cannot/,
  ],
  // https://github.com/localtunnel/localtunnel/issues/405 : a preflight gets the page as well.
  [
    "localtunnel's warning page",
    [{ url: "https://a.loca.lt/api", response: [511, HTML, "Server: nginx"] }],
    "likely page bot-challenge",
    /warning page of localtunnel.*Open https:\/\/a\.loca\.lt in a tab/s,
    /network|hotel|Only a person|request header/,
  ],
  [
    "localtunnel's warning page, for a preflight",
    [{ ...put, url: "https://a.loca.lt/api", preflight: [511, HTML, "Server: nginx"] }],
    "likely page bot-challenge",
    /Open https:\/\/a\.loca\.lt in a tab/,
    /network|hotel|OPTIONS through/,
  ],
  // https://vercel.com/docs/vercel-firewall/vercel-waf/custom-rules
  ...(["response", "preflight"] as const).map(
    (at): AdviceRow => [
      `a refusal of Vercel's firewall, at the ${at}`,
      [
        {
          ...put,
          ...(at === "preflight"
            ? {}
            : { preflight: [204, ...allowed] as unknown as ResponseLines }),
          [at]: [403, "Content-Type: text/plain", "Server: Vercel", "X-Vercel-Mitigated: deny"],
        },
      ],
      "likely proxy bot-challenge",
      /Allow \w+ \S+ in the firewall of Vercel.*firewall rule of Vercel refused/s,
      /challenge|person|in a tab|Allow-Origin/,
    ],
  ),
  [
    "a challenge of Vercel's firewall",
    [{ response: [429, "Server: Vercel", "X-Vercel-Mitigated: challenge", HTML] }],
    "likely proxy bot-challenge",
    /sent a challenge.*Only a person in a tab/s,
  ],
  // https://help.zscaler.com/zia/about-url-filtering-rules : the gateway sends its own page or redirect.
  ...(
    [
      ["a page", [{ response: [403, "Server: Zscaler/6.2", HTML] }]],
      ["a preflight", [{ ...put, preflight: [403, "Server: Zscaler/6.2", HTML] }]],
      [
        "a redirect",
        [
          {
            response: [307, "Server: Zscaler/6.2", "Location: https://gateway.zscaler.net/auD?x=1"],
          },
        ],
      ],
    ] as const
  ).map(
    ([what, requests]): AdviceRow => [
      `${what} of a web gateway`,
      requests,
      "likely network bot-challenge",
      /Let Zscaler allow.*filters the traffic of your network.*try another network/s,
      /log of api|Allow-Origin:|list of allowed/,
    ],
  ),
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

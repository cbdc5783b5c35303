import { it } from "vitest";
import { AO, JSON_TYPE, put, type ReportedRequest } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed, passed } from "./requests.test-builder.ts";

const passedAt = (url: string): ReportedRequest => ({ ...passed, url });

const ROWS: readonly AdviceRow[] = [
  [
    "an error where it passed before",
    [passed, { response: [500] }],
    "likely server server-error",
    /An earlier request for the same path passed/,
  ],
  [
    "an earlier request to the path with another slash passed",
    [passedAt("https://api.other.example/v1/items/"), { response: [200] }],
    "ambiguous page passed-with-other-slash",
    /Only the slash at the end differs/,
  ],
  [
    "an earlier request to the path with another method passed",
    [passed, { method: "POST", response: [200] }],
    "likely server passed-with-other-method",
    /An earlier GET request for the same path passed/,
  ],
  [
    "two layers",
    [
      {
        ...put,
        preflight: [204, ...allowed, "Apigw-Requestid: a"],
        response: [200, "X-Powered-By: Express", JSON_TYPE],
      },
    ],
    "certain server allowed-by-preflight-only",
    /API Gateway responded to the preflight, Express to the request/,
  ],
  [
    "Express responded to both preflight and request: no second layer",
    [
      {
        ...put,
        preflight: [204, ...allowed, "X-Powered-By: Express"],
        response: [200, "X-Powered-By: Express"],
      },
    ],
    "certain server allowed-by-preflight-only",
    /only/,
    /responded to the preflight/,
  ],
  [
    "the same request without credentials passes",
    [
      { blocked: false, response: [200, `${AO}: *`] },
      { credentials: "include", response: [200, `${AO}: *`] },
    ],
    "certain server wildcard-origin-not-allowed",
    /only the credentials differ/,
  ],
  [
    "a credentialed request, and none without credentials: nothing to compare",
    [{ credentials: "include", response: [200, `${AO}: *`] }],
    "certain server wildcard-origin-not-allowed",
    /credentials/,
    /only the credentials differ/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

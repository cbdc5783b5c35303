import { it } from "vitest";
import { AH, AM, AO, HTML } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { allowed } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  [
    "the ETag of a part of an upload",
    [
      {
        blocked: false,
        method: "PUT",
        url: "https://b.s3.amazonaws.com/k?partNumber=1&uploadId=x",
        preflight: [200, ...allowed],
        response: [200, `${AO}: *`, 'ETag: "a"'],
      },
    ],
    "likely server headers-not-exposed",
    /ETag/,
  ],
  [
    "a cursor",
    [{ blocked: false, response: [200, `${AO}: *`, "X-Next-Cursor: a"] }],
    "likely server headers-not-exposed",
    /X-Next-Cursor/,
  ],
  [
    "a token in the response",
    [{ blocked: false, response: [200, `${AO}: *`, "Authorization: Bearer a"] }],
    "likely server headers-not-exposed",
    /Access-Control-Expose-Headers: Authorization/,
  ],
  ...(
    [
      ["X-JWT-Token: a", /X-JWT-Token/],
      ["X-Amz-Meta-Name: a", /X-Amz-Meta-Name/],
      ["Content-Range: items 0-9/100", /Content-Range/],
    ] as const
  ).map(
    ([line, says]): AdviceRow => [
      `not exposed: ${line}`,
      [{ blocked: false, response: [200, `${AO}: *`, line] }],
      "likely server headers-not-exposed",
      says,
    ],
  ),
  [
    "the ETag of a page that compares",
    [
      {
        blocked: false,
        method: "PUT",
        headers: { "If-Match": "x" },
        preflight: [204, `${AO}: *`, `${AM}: PUT`, `${AH}: if-match`],
        response: [200, `${AO}: *`, 'ETag: "a"'],
      },
    ],
    "likely server headers-not-exposed",
    /ETag/,
  ],
  [
    "no cause: the ETag only serves the browser's cache",
    [{ blocked: false, response: [200, `${AO}: *`, 'ETag: "a"'] }],
    "",
    /No CORS problem/,
  ],
  [
    "no-cors removed a token",
    [
      {
        blocked: false,
        mode: "no-cors",
        headers: { Authorization: "x" },
        response: [401],
      },
    ],
    "likely page no-cors-strips-header",
    /authorization/,
  ],
  [
    "an HTML page instead of JSON",
    [
      {
        blocked: false,
        headers: { Accept: "application/json" },
        response: [200, `${AO}: *`, HTML],
      },
    ],
    "ambiguous page html-instead-of-data",
    /HTML page/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

import { it } from "vitest";
import { AC, AO, PAGE } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  [
    "http://localhost from an https page",
    [{ url: "http://localhost:9999/a", blocked: false, response: [200, `${AO}: *`] }],
    "",
    /WebKit\) blocks http:\/\/localhost/,
    /works in Safari/,
  ],
  [
    "http://localhost from an http page: nothing about Safari",
    [{ page: LOCAL, url: "http://localhost:9999/a", blocked: false, response: [200, `${AO}: *`] }],
    "",
    /allow/,
    /Safari/,
  ],
  [
    "cookies for another site",
    [
      {
        blocked: false,
        credentials: "include",
        response: [200, `${AO}: ${PAGE}`, `${AC}: true`],
      },
    ],
    "",
    /Safari sends no third-party cookies/,
  ],
  [
    "cookies for the page's own site: nothing about Safari",
    [
      {
        blocked: false,
        credentials: "include",
        url: "https://api.shop.example/a",
        response: [200, `${AO}: ${PAGE}`, `${AC}: true`],
      },
    ],
    "",
    /allow/,
    /Safari/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

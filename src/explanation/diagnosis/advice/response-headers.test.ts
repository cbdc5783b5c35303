import { it } from "vitest";
import { AH, AM, AO, PAGE } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { included, post } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // Values of Access-Control-Allow-Origin.
  [
    "a placeholder of nginx",
    [{ response: [200, `${AO}: $http_origin`] }],
    "certain server invalid-allow-origin-value",
    /placeholder/,
  ],
  [
    "a placeholder of Apache",
    [{ response: [200, `${AO}: %{ORIGIN}e`] }],
    "certain server invalid-allow-origin-value",
    /placeholder/,
  ],
  [
    "an environment variable that is not set",
    [{ response: [200, `${AO}: undefined`] }],
    "certain server invalid-allow-origin-value",
    /environment variable/,
  ],
  // Misspelt headers.
  ...(
    [
      ["Access-Control-Allow-Origins", AO],
      ["Access-Control-Allowed-Origin", AO],
      ["X-Access-Control-Allow-Origin", AO],
      ["Access_Control_Allow_Origin", AO],
      ["Acces-Control-Allow-Orgin", AO],
    ] as const
  ).map(
    ([wrong, right]): AdviceRow => [
      `misspelt: ${wrong}`,
      [{ response: [200, `${wrong}: *`] }],
      "certain server header-misspelt",
      new RegExp(`Rename ${wrong} to ${right} on GET /v1/items`),
      /list of allowed origins/,
    ],
  ),
  ...(["Access-Control-Allow-Header", "Access-Control-Request-Headers"] as const).map(
    (wrong): AdviceRow => [
      `misspelt: ${wrong}`,
      [{ ...post, preflight: [204, `${AO}: *`, `${wrong}: content-type`] }],
      "certain server header-misspelt",
      new RegExp(`Rename ${wrong} to ${AH}`),
    ],
  ),
  [
    "misspelt: Access-Control-Allow-Method",
    [{ method: "DELETE", preflight: [204, `${AO}: *`, "Access-Control-Allow-Method: DELETE"] }],
    "certain server header-misspelt",
    /Rename Access-Control-Allow-Method to Access-Control-Allow-Methods/,
  ],
  [
    "misspelt: Access-Control-Allow-Credential",
    [
      {
        ...included,
        response: [200, `${AO}: ${PAGE}`, "Access-Control-Allow-Credential: true"],
      },
    ],
    "certain server header-misspelt",
    /Rename Access-Control-Allow-Credential to Access-Control-Allow-Credentials/,
  ],
  [
    "a correctly spelt CORS header, and no Allow-Origin: no renaming",
    [{ response: [200, `${AM}: GET`] }],
    "ambiguous server origin-not-listed",
    /Access-Control-Allow-Methods: GET/,
    /Rename/,
  ],
  [
    "a misspelt header beside the correct one: the correct one's value counts",
    [{ response: [200, `${AO}: https://two.example`, "Access-Control-Allow-Origins: *"] }],
    "certain server allow-origin-mismatch",
    /two\.example/,
    /Rename/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

import { it } from "vitest";
import { put } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL, post, redirect } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  // To another host.
  [
    "to www, permanently",
    [{ url: "https://other.example/a", response: [301, "Location: https://www.other.example/a"] }],
    "certain page redirect-host",
    /other\.example → www\.other\.example/,
  ],
  [
    "to another host permanently, on the preflight",
    [{ ...put, preflight: [308, "Location: https://api2.other.example/v1/items"] }],
    "certain page redirect-host",
    /must not be redirected/,
  ],
  [
    "to a storage host by 302: not a moved host",
    [{ response: [302, "Location: https://files.other.example/v1/items"] }],
    "certain server missing-allow-origin",
    /redirect/,
  ],
  [
    "a redirect to a mirror by 302: temporary, so no advice to use that host",
    [redirect("https://mirror.files.example/v1/items")],
    "certain server missing-allow-origin",
    /redirect response/,
    /Use that host/,
  ],
  // To another path.
  [
    "a double slash",
    [
      {
        ...post,
        url: "https://api.other.example//v1/items",
        preflight: [308, "Location: /v1/items"],
      },
    ],
    "certain page redirect-slash",
    /double slash/,
  ],
  [
    "the change of a renamed path",
    [
      {
        ...put,
        url: "https://api.other.example/v1/old/items",
        preflight: [308, "Location: /v1/new/items"],
      },
    ],
    "certain server redirect-moved",
    /What differs: old → new/,
  ],
  [
    "a slash on the preflight",
    [{ ...put, preflight: [308, "Location: /v1/items/", "Server: Vercel"] }],
    "certain page redirect-slash",
    /respond to OPTIONS without a redirect/,
    /headers to the server's redirects/,
  ],
  // To or from TLS.
  [
    "https on another port",
    [
      {
        ...put,
        page: LOCAL,
        url: "http://localhost:5000/api",
        preflight: [307, "Location: https://localhost:5001/api"],
      },
    ],
    "certain page redirect-to-https",
    /Request localhost:5001 with https/,
  ],
  // A redirect away from TLS: preflights follow no redirect, and the browser blocks the mixed content.
  [
    "back to http",
    [{ ...put, preflight: [301, "Location: http://api.other.example/v1/items"] }],
    "likely server redirect-to-http",
    /http:\/\/api\.other\.example/,
    /slash/,
  ],
  [
    "back to http, for a slash",
    [{ ...put, preflight: [301, "Location: http://api.other.example/v1/items/"] }],
    "likely server redirect-to-http",
    /slash/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

import { it } from "vitest";
import { AH, AM, AO, HTML, put } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL, redirect } from "./requests.test-builder.ts";

const ANY = `${AO}: *`;
/** Over http, so that a redirect to http is no mixed content. */
const PLAIN = { page: "http://shop.example", url: "http://api.other.example/v1/items" };

const ROWS: readonly AdviceRow[] = [
  // To an address that only the server's network has.
  [
    "to the inner host",
    [redirect("http://backend:8080/v1/items/")],
    "certain server redirect-to-internal",
    /Let api\.other\.example redirect to its public address, not to backend:8080.*X-Forwarded-Host/s,
    /Access-Control-Allow-Origin: https/,
  ],
  // The page's code names the public host alone.
  ...(
    [
      [
        "http://backend:8080/v1/items/",
        "net::ERR_NAME_NOT_RESOLVED",
        /no address for backend:8080/,
      ],
      ["http://localhost:8000/v1/items/", "net::ERR_CONNECTION_REFUSED", /refused the connection/],
      ["http://10.0.0.7:8000/v1/items/", "net::ERR_CONNECTION_TIMED_OUT", /in time/],
    ] as const
  ).map(
    ([to, error, symptom]): AdviceRow => [
      `to an inner host that the reader does not reach: ${error}`,
      [{ ...PLAIN, redirects: [[to, [307, ANY]]], error }],
      "likely server redirect-to-internal",
      new RegExp(`to its public address, not to .*${symptom.source}.*X-Forwarded-Host`, "s"),
      /spelling|Start the server|lacks the CORS headers/,
    ],
  ),
  [
    "to an inner host whose preflight failed",
    [
      {
        ...{ ...PLAIN, ...put, redirects: [["http://backend:8080/v1/items/", [307, ANY]]] },
        preflight: [204, ANY, `${AH}: authorization`, `${AM}: PUT`],
        error: "net::ERR_NAME_NOT_RESOLVED",
      },
    ],
    "likely server redirect-to-internal",
    /not to backend:8080/,
    /spelling/,
  ],
  [
    "to an inner host that the reader reaches, without CORS there",
    [{ ...PLAIN, redirects: [["http://localhost:8000/v1/items/", [307, ANY]]], response: [200] }],
    "likely server redirect-to-internal",
    /not to localhost:8000.*no Access-Control-Allow-Origin/s,
    /directly|lacks the CORS headers/,
  ],
  [
    "to a public host that does not exist: its name",
    [
      {
        ...PLAIN,
        redirects: [["http://files.other.example/1", [307, ANY]]],
        error: "net::ERR_NAME_NOT_RESOLVED",
      },
    ],
    "likely network name-not-resolved",
    /files\.other\.example/,
    /X-Forwarded/,
  ],
  [
    "to the page's own host, whose server is not started",
    [
      {
        ...{ page: LOCAL, url: "http://api.test/items", error: "net::ERR_CONNECTION_REFUSED" },
        redirects: [["http://localhost:8080/items", [307, ANY]]],
      },
    ],
    "likely server connection-refused",
    /Start the server/,
    /X-Forwarded/,
  ],
  // To the page's own origin.
  // Seen in Chromium 156 and Firefox 153: the redirect after a sign-in, to the front end's configured URL.
  ...(["http://api.test", "http://localhost:8080"] as const).map(
    (api): AdviceRow => [
      `to the page's own origin, from ${api}`,
      [{ page: LOCAL, url: `${api}/session`, response: [302, `Location: ${LOCAL}/dashboard`] }],
      "likely server redirected-to-page",
      /Respond to GET \/session with data instead of a redirect.*your page's origin.*location\.assign/s,
      /X-Forwarded|internal|Allow-Origin: http/,
    ],
  ),
  [
    "to the page's own origin with CORS headers, which sends its HTML",
    [
      {
        page: LOCAL,
        url: "http://api.test/session",
        redirects: [[`${LOCAL}/dashboard`, [302, `${AO}: ${LOCAL}`]]],
        response: [200, HTML],
      },
    ],
    "likely server redirected-to-page",
    /Respond to GET \/session with data instead of a redirect/,
    /directly/,
  ],
  [
    "to the same path in the page's own origin: no internal address either",
    [
      {
        page: LOCAL,
        url: "http://api.test/items",
        response: [302, `Location: ${LOCAL}/items`],
      },
    ],
    "certain server missing-allow-origin",
    /redirect response/,
    /X-Forwarded|internal/,
  ],
  // To another address of the reader's network.
  [
    "to another port of the page's host: an internal address",
    [
      {
        page: LOCAL,
        url: "http://api.test/items",
        response: [302, "Location: http://localhost:8080/v1/items"],
      },
    ],
    "certain server redirect-to-internal",
    /X-Forwarded-Host/,
  ],
  [
    "to the reader's own machine, from one in their network",
    [
      {
        page: LOCAL,
        url: "http://192.168.1.7/items",
        response: [302, "Location: http://localhost:9000/v1/items"],
      },
    ],
    "certain server redirect-to-internal",
    /not to localhost:9000/,
  ],
  [
    "to another machine in the reader's network, from one there",
    [
      {
        page: LOCAL,
        url: "http://192.168.1.7/items",
        response: [302, "Location: http://192.168.1.8/v1/items"],
      },
    ],
    "certain server missing-allow-origin",
    /redirect response/,
  ],
  // Without a part that a proxy removed.
  [
    "without the port",
    [
      {
        page: LOCAL,
        url: "http://localhost:8080/items",
        response: [301, "Location: http://localhost/items/", "Server: nginx"],
      },
    ],
    "certain server redirect-to-internal",
    /X-Forwarded-Port.*only the slash at the end/s,
    /has moved/,
  ],
  [
    "without the prefix",
    [{ url: "https://api.other.example/v1/items", response: [307, "Location: /items/"] }],
    "certain server redirect-to-internal",
    /X-Forwarded-Prefix/,
  ],
  [
    "to another path on the host: moved, not a prefix that the proxy removed",
    [{ response: [302, "Location: /v2/items"] }],
    "certain server redirect-moved",
    /with the redirect/,
    /X-Forwarded/,
  ],
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);

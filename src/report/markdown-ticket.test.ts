import { describe, expect, it } from "vitest";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { aCall } from "../observation/page-call.test-builder.ts";
import { judge } from "../verdict/judge.ts";
import { eightProblems } from "./eight-problems.test-builder.ts";
import { exchangeToMarkdown, type MarkdownOptions, toMarkdown } from "./markdown.ts";
import { share } from "./redact.ts";

/** Whole tickets, as users paste them. */

const OPTIONS: MarkdownOptions = {
  includeSecrets: false,
  dropped: 0,
  creatorVersion: "0.1.0",
  browser: { name: "Chromium", version: "156" },
};
const FAILED = { kind: "failed", error: "net::ERR_FAILED" } as const;
const shared = (exchange: Exchange) => share({ exchange, verdict: judge(exchange) }, false);
const linesOf = (exchanges: readonly Exchange[], options: Partial<MarkdownOptions> = {}) =>
  toMarkdown(exchanges.map(shared), { ...OPTIONS, ...options }).split("\n");

const HEAD = [
  "# CORS report: 1 problem blocks 1 request",
  "- 2026-01-02 03:04 UTC · Recorded in Chromium 156 by Crosscheck 0.1.0. Secrets are redacted. Bodies were not recorded.",
  "- Page: `https://app.test`",
  "- Server `https://api.test`: 1 problem (1)",
];

/** A credentialed PUT whose preflight response allows any origin, but too little else. */
const wildcard = (id: string, path: string) =>
  anExchange({
    ...{ id, method: "PUT", url: `https://api.test${path}`, requestHeaders: null, response: null },
    ...{ ending: FAILED, trial: true, stack: "at load (https://app.test/cart.js:118:5)" },
    call: aCall({
      ...{ url: `https://api.test${path}`, method: "PUT" },
      ...{ headerNames: ["x-api-key"], credentials: "include" },
    }),
    preflight: {
      requestHeaders: {
        Origin: "https://app.test",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "x-api-key",
      },
      headers: {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET",
        "X-Other": "1",
        Vary: "Origin",
      },
    },
  });

describe("a ticket", () => {
  it("for a problem of three requests, with tried fixes and evicted requests", () => {
    const exchanges = [wildcard("1", "/items/42"), wildcard("2", "/items/43")];
    expect(linesOf([...exchanges, wildcard("3", "/items/42")], { dropped: 2 })).toEqual([
      "# CORS report: 1 problem blocks 3 requests",
      "- 2026-01-02 03:04 UTC · Recorded in Chromium 156 by Crosscheck 0.1.0. Secrets are redacted. Bodies were not recorded. **Crosscheck changed response headers of 3 requests to try a fix.** 2 older requests were removed to save memory.",
      "- Page: `https://app.test` · Initiator: `cart.js:118`",
      "- Server `https://api.test`: 1 problem (1)",
      "## 1. Send Access-Control-Allow-Origin: `https://app.test` instead of \\* on OPTIONS /items/… (2 paths) (×3)",
      "- **To be fixed by: server (certain).** Example (latest): The response to OPTIONS /items/42 has `Access-Control-Allow-Origin: *`. The request includes credentials (such as cookies).",
      "- In the response to OPTIONS /items/…, send `Access-Control-Allow-Origin: https://app.test`",
      "- Also send `Access-Control-Allow-Credentials: true`",
      "- To allow several origins, echo the request's Origin if it is on your allowlist, and always send Vary: Origin.",
      '- Or, if api.test needs no cookies, remove credentials: "include" from the request.',
      "- Other problems: Add PUT to Access-Control-Allow-Methods on OPTIONS /items/42; Add x-api-key to Access-Control-Allow-Headers on OPTIONS /items/42",
      "```http",
      "# response to OPTIONS https://api.test/items/42",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Credentials: true",
      "Access-Control-Allow-Methods: GET, PUT",
      "Access-Control-Allow-Headers: x-api-key",
      "```",
      "```sh",
      "curl -i -X OPTIONS https://api.test/items/42 -H 'Origin: https://app.test' -H 'Access-Control-Request-Method: PUT' -H 'Access-Control-Request-Headers: x-api-key'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "# expect: Access-Control-Allow-Credentials: true",
      "# expect: Access-Control-Allow-Methods: GET, PUT",
      "# expect: Access-Control-Allow-Headers: x-api-key",
      "# replace <token> with the real value; the body was not recorded: add --data if the request has a body",
      "curl -i -X PUT https://api.test/items/42 -H 'Origin: https://app.test' -H 'x-api-key: <token>'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "# expect: Access-Control-Allow-Credentials: true",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested PUT `https://api.test/items/42`. Mode cors (observed), credentials mode include (observed). A preflight is needed because of method PUT, header x-api-key. Initiator: `https://app.test/cart.js:118:5`.",
      "```http",
      "OPTIONS https://api.test/items/42",
      "HTTP 204",
      "Access-Control-Allow-Origin: *",
      "Access-Control-Allow-Methods: GET",
      "Vary: Origin",
      "PUT https://api.test/items/42: no response",
      "```",
      "- Blocked by the preflight · request not sent. \\* is not valid for credentialed requests: send the exact origin. Safari sends no third-party cookies, even if the server allows them. Chromium reports it as PreflightWildcardOriginNotAllowed. Firefox reports it as CORSNotSupportingCredentials.",
      "- Same problem on: `https://api.test/items/43`",
      "</details>",
      "",
    ]);
  });

  it("for an error page without the headers, with secrets", () => {
    const headers = { "Content-Type": "text/html", "X-No": "1", Server: "x" };
    const response = { status: 404, statusText: "Not Found", headers };
    const exchange = anExchange({ url: "https://api.test/a", response, ending: FAILED });
    expect(linesOf([exchange], { includeSecrets: true })).toEqual([
      "# CORS report: 1 problem blocks 1 request",
      "- 2026-01-02 03:04 UTC · Recorded in Chromium 156 by Crosscheck 0.1.0. **Secrets are included.** Bodies were not recorded.",
      "- Page: `https://app.test`",
      "- Server `https://api.test`: 1 problem (1)",
      "## 1. GET api.test/a returns 404: fix that first",
      "- **To be fixed by: server (possibly).** api.test has no route or resource for GET /a. The response is an HTML page, so a web server or platform may have sent it, and not your API.",
      "- Check the URL and the method of the request. Check that the server on api.test has the route.",
      "- Then send the CORS headers on error responses too, so that your script can read the status.",
      "```http",
      "# response to https://api.test/a",
      "Access-Control-Allow-Origin: https://app.test",
      "```",
      "```sh",
      "curl -i https://api.test/a -H 'Origin: https://app.test'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested GET `https://api.test/a`. Mode cors (inferred), credentials mode same-origin (assumed).",
      "```http",
      "GET https://api.test/a",
      "HTTP 404 Not Found",
      "Content-Type: text/html",
      "Server: x",
      "```",
      "- Blocked at the response · reached the server. The response has no CORS headers, so your script sees a CORS error instead of 404. The response to GET /a (404 Not Found) has no Access-Control-Allow-Origin header. Without it, the browser does not let `https://app.test` read the response. Chromium reports it as MissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin.",
      "</details>",
      "",
    ]);
  });

  it("for a preflight that must not require authentication: its status changes too", () => {
    const preflight = {
      ...{ status: 401, statusText: "Unauthorized" },
      headers: { "WWW-Authenticate": "Bearer" },
    };
    const exchange = anExchange({
      ...{ url: "https://api.test/a", method: "PUT", requestHeaders: null, response: null },
      ...{ preflight, ending: FAILED },
    });
    expect(linesOf([exchange]).slice(HEAD.length)).toEqual([
      "## 1. Exempt OPTIONS /a from authentication",
      "- **To be fixed by: server (certain).** api.test responded to OPTIONS /a with 401: it requires authentication for the preflight. Browsers never send cookies or Authorization with preflights.",
      "- Respond to OPTIONS /a before authentication runs. The PUT itself stays protected.",
      "- If api.test is not yours, request it from your own server instead.",
      "- In the response to OPTIONS /a, send `Access-Control-Allow-Origin: https://app.test`",
      '- Only if the request includes cookies (credentials: "include" or withCredentials), also send `Access-Control-Allow-Credentials: true`',
      "- To allow several origins, echo the request's Origin if it is on your allowlist, and always send Vary: Origin.",
      "- Other problems: Add PUT to Access-Control-Allow-Methods on OPTIONS /a",
      "```http",
      "# response to OPTIONS https://api.test/a",
      "HTTP 204",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Methods: PUT",
      "```",
      "```sh",
      "curl -i -X OPTIONS https://api.test/a -H 'Origin: https://app.test' -H 'Access-Control-Request-Method: PUT'",
      "# expect: a status from 200 to 299",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "# expect: Access-Control-Allow-Methods: PUT",
      "# the body was not recorded: add --data if the request has a body",
      "curl -i -X PUT https://api.test/a -H 'Origin: https://app.test'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested PUT `https://api.test/a`. Mode cors (inferred), credentials mode same-origin (assumed). A preflight is needed because of method PUT.",
      "```http",
      "OPTIONS https://api.test/a",
      "HTTP 401",
      "WWW-Authenticate: Bearer",
      "PUT https://api.test/a: no response",
      "```",
      "- Blocked by the preflight · request not sent. The response to OPTIONS /a has no Access-Control-Allow-Origin header. Without it, the preflight fails, so the PUT is not sent. Chromium reports it as PreflightMissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin.",
      "</details>",
      "",
    ]);
  });

  it("for a response whose preflight needs no change", () => {
    const exchange = anExchange({
      ...{ method: "PUT", url: "https://api.test/a", response: { headers: {} }, ending: FAILED },
      preflight: {
        headers: {
          "Access-Control-Allow-Origin": "https://app.test",
          "Access-Control-Allow-Methods": "PUT",
          "X-Access-Control-Allow-Origin": "no",
        },
      },
    });
    expect(linesOf([exchange]).slice(HEAD.length)).toEqual([
      "## 1. Send Access-Control-Allow-Origin on PUT /a too, not only on the preflight",
      "- **To be fixed by: server (certain).** The preflight response allows `https://app.test`, but the response to PUT /a does not. Both need the headers. The preflight response comes from another layer, or is the same for every origin.",
      "- Check that the code that handles PUT /a runs inside the CORS middleware, and that `https://app.test` is allowed for it.",
      "- In the response to PUT /a, send `Access-Control-Allow-Origin: https://app.test`",
      "- To allow several origins, echo the request's Origin if it is on your allowlist, and always send Vary: Origin.",
      "```sh",
      "curl -i -X OPTIONS https://api.test/a -H 'Origin: https://app.test' -H 'Access-Control-Request-Method: PUT'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "# expect: Access-Control-Allow-Methods: PUT",
      "# the body was not recorded: add --data if the request has a body",
      "curl -i -X PUT https://api.test/a -H 'Origin: https://app.test'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested PUT `https://api.test/a`. Mode cors (inferred), credentials mode same-origin (inferred). A preflight is needed because of method PUT.",
      "```http",
      "OPTIONS https://api.test/a",
      "HTTP 204",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Methods: PUT",
      "PUT https://api.test/a",
      "HTTP 200",
      "```",
      "- Blocked at the response · reached the server. The response to PUT /a (200) has no Access-Control-Allow-Origin header. Without it, the browser does not let `https://app.test` read the response. The PUT itself reached the server, which may have processed it. Chromium reports it as MissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin.",
      "</details>",
      "",
    ]);
  });

  it("for a problem that headers cannot fix: the recorded status, without expected headers", () => {
    const own = { url: "https://api.test/a", resourceType: "image", ending: FAILED } as const;
    const headers = { "Cross-Origin-Resource-Policy": "same-origin" };
    const blocked = anExchange({
      ...own,
      requestHeaders: { "Sec-Fetch-Mode": "no-cors" },
      response: { statusText: "OK", headers },
      ending: { kind: "failed", error: "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin" },
    });
    expect(linesOf([blocked]).slice(HEAD.length)).toEqual([
      "## 1. Send Cross-Origin-Resource-Policy: cross-origin on GET /a",
      '- **To be fixed by: server (certain).** The response to GET /a has `Cross-Origin-Resource-Policy: same-origin`. `https://app.test` is another origin. Without CORS (mode "no-cors"), this header decides.',
      "- If other sites may embed the resource: in the response to GET /a, send `Cross-Origin-Resource-Policy: cross-origin`",
      "- Or, if an element loads it, add crossorigin to the element, and allow your origin in the response. This header then does not apply.",
      "```sh",
      "curl -i https://api.test/a -H 'Origin: https://app.test'",
      "# recorded: HTTP 200 OK",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested GET `https://api.test/a`. Mode no-cors (observed), credentials mode include (assumed).",
      "```http",
      "GET https://api.test/a",
      "HTTP 200 OK",
      "Cross-Origin-Resource-Policy: same-origin",
      "```",
      "- Not CORS: Cross-Origin-Resource-Policy · reached the server. Chromium reports it as corp-not-same-origin.",
      "</details>",
      "",
    ]);
    const refused = anExchange({
      ...{ url: "https://api.test/a", response: null },
      ending: { kind: "failed", error: "net::ERR_CONNECTION_REFUSED" },
    });
    expect(linesOf([refused]).slice(HEAD.length)).toEqual([
      "## 1. Start the server at api.test: nothing accepts connections there",
      "- **To be fixed by: server (probably).** api.test refused the connection, or could not be reached. Chromium reports: net::ERR\\_CONNECTION\\_REFUSED.",
      "- Check that the server runs and listens on api.test, with that port and scheme.",
      "- In a container or VM, check that the port is published.",
      "```sh",
      "curl -i https://api.test/a -H 'Origin: https://app.test'",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested GET `https://api.test/a`. Mode cors (inferred), credentials mode same-origin (assumed).",
      "```http",
      "GET https://api.test/a: no response",
      "```",
      "- Not CORS: connection refused. There was no response to check, so no CORS header can help. This is not a CORS problem. Chromium reports it as net::ERR\\_CONNECTION\\_REFUSED. Firefox reports it as CORSDidNotSucceed.",
      "</details>",
      "",
    ]);
  });

  it("for a single request that passed", () => {
    const exchange = anExchange({ url: "https://api.test/a" });
    const lines = exchangeToMarkdown(shared(exchange), OPTIONS).split("\n");
    expect(lines).toEqual([
      "# CORS report: no problems",
      "- 2026-01-02 03:04 UTC · Recorded in Chromium 156 by Crosscheck 0.1.0. Secrets are redacted. Bodies were not recorded.",
      "- Page: `https://app.test`",
      "## No CORS problem: the response to GET /a allows `https://app.test`",
      "- Access-Control-Allow-Origin is your page's origin, `https://app.test`.",
      "```sh",
      "curl -i https://api.test/a -H 'Origin: https://app.test'",
      "```",
      "<details><summary>Evidence</summary>",
      "",
      "- The page on `https://app.test` requested GET `https://api.test/a`. Mode cors (inferred), credentials mode same-origin (inferred).",
      "```http",
      "GET https://api.test/a",
      "HTTP 200",
      "Access-Control-Allow-Origin: https://app.test",
      "Vary: Origin",
      "```",
      "- Allowed.",
      "</details>",
      "",
    ]);
  });

  it("for a single blocked request is the same", () => {
    const exchange = wildcard("1", "/items/42");
    expect(exchangeToMarkdown(shared(exchange), OPTIONS).split("\n")).toEqual(linesOf([exchange]));
  });

  it("lists five other URLs with the same problem, and counts the rest", () => {
    const withUrls = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        anExchange({
          ...{ id: String(at), url: `https://api.test/${at}`, ending: FAILED },
          response: { headers: {} },
        }),
      );
    const alike = (count: number) =>
      linesOf(withUrls(count)).find((line) => line.startsWith("- Same problem on: "));
    expect(alike(1)).toBeUndefined();
    expect(alike(2)).toBe("- Same problem on: `https://api.test/0`");
    const five =
      "`https://api.test/0`, `https://api.test/1`, `https://api.test/2`, `https://api.test/3`, `https://api.test/4`";
    expect(alike(6)).toBe(`- Same problem on: ${five}`);
    expect(alike(8)).toBe(`- Same problem on: ${five}, and 2 more`);
  });

  it("keeps each of eight problems within a few lines", () => {
    const lines = linesOf(eightProblems());
    const of = (number: number) => {
      const from = lines.findIndex((line) => line.startsWith(`## ${number}. `));
      return lines.slice(from, lines.indexOf("", from) + 1);
    };
    expect(
      lines.slice(
        0,
        lines.indexOf("## 1. Send Access-Control-Allow-Origin: `https://app.test` on GET /list"),
      ),
    ).toEqual([
      "# CORS report: 8 problems block 8 requests",
      "- 2026-01-02 03:04 UTC · Recorded in Chromium 156 by Crosscheck 0.1.0. Secrets are redacted. Bodies were not recorded.",
      "- Page: `https://app.test` · Initiator: `api.js:1`, `api.js:2`, `api.js:3`, `api.js:4`, `api.js:5`, …",
      "- Server `https://api.test`: 8 problems (1, 2, 3, 4, 5, 6, 7, 8)",
      "## What to change: `https://api.test` (1, 2, 3, 4, 5, 6, 7, 8)",
      "- The recorded data does not show whether some requests send credentials. The configuration allows credentials only for the others.",
      "```http",
      "# response to OPTIONS https://api.test",
      "HTTP 204",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Credentials: true",
      "Access-Control-Allow-Methods: GET, POST, PUT",
      "Access-Control-Allow-Headers: authorization, content-type",
      "Access-Control-Max-Age: 600",
      "Vary: Origin",
      "# response to https://api.test",
      "Access-Control-Allow-Origin: https://app.test",
      "Access-Control-Allow-Credentials: true",
      "Vary: Origin",
      "```",
    ]);
    expect(of(5)).toEqual([
      "## 5. POST api.test/upload returns 413: fix that first",
      "- **To be fixed by: server (possibly).** The body of POST /upload is too large for api.test: it exceeds a size limit. The response has no CORS headers, so your script sees a CORS error instead of 413. **What to change:** Send less, or raise the limit. Then send the CORS headers on error responses too, so that your script can read the status.",
      "```sh",
      "# the body was not recorded: add --data if the request has a body",
      "curl -i -X POST https://api.test/upload -H 'Origin: https://app.test'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary><pre>POST https://api.test/upload · HTTP 413 · Content-Type: application/json",
      "Blocked at the response · reached the server · probably. The response to POST /upload (413) has no Access-Control-Allow-Origin header. Without it, the browser does not let https://app.test read the response. Chromium reports it as MissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin. Mode cors (inferred), credentials mode same-origin (assumed). Initiator: https://app.test/js/api.js:5:7.</pre></details>",
      "",
    ]);
    expect(of(8)).toEqual([
      "## 8. Exempt OPTIONS /login from authentication",
      '- **To be fixed by: server (certain).** api.test responded to OPTIONS /login with 401: it requires authentication for the preflight. Browsers never send cookies or Authorization with preflights. **What to change:** Respond to OPTIONS /login before authentication runs. The GET itself stays protected. If api.test is not yours, request it from your own server instead. In the response to OPTIONS /login, send `Access-Control-Allow-Origin: https://app.test`. Only if the request includes cookies (credentials: "include" or withCredentials), also send `Access-Control-Allow-Credentials: true`. Other problems: Add Authorization to Access-Control-Allow-Headers on OPTIONS /login.',
      "```sh",
      "curl -i -X OPTIONS https://api.test/login -H 'Origin: https://app.test' -H 'Access-Control-Request-Method: GET' -H 'Access-Control-Request-Headers: authorization'",
      "# expect: a status from 200 to 299",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "# expect: Access-Control-Allow-Headers: authorization, content-type",
      "# replace <token> with the real value",
      "curl -i https://api.test/login -H 'Origin: https://app.test' -H 'authorization: <token>'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary><pre>OPTIONS https://api.test/login · HTTP 401",
      "GET https://api.test/login: no response",
      "Blocked by the preflight · request not sent. The response to OPTIONS /login has no Access-Control-Allow-Origin header. Without it, the preflight fails, so the GET is not sent. Chromium reports it as PreflightMissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin. Mode cors (inferred), credentials mode same-origin (assumed). A preflight is needed because of header Authorization. Initiator: https://app.test/js/api.js:8:7.</pre></details>",
      "",
    ]);
    // A snippet takes lines, so each problem's evidence is on one line, and its commands have no comment.
    const nginx = linesOf(eightProblems({ Server: "nginx" }));
    const from = nginx.findIndex((line) => line.startsWith("## 5. "));
    expect(nginx.slice(from, nginx.indexOf("", from) + 1)).toEqual([
      "## 5. POST api.test/upload returns 413: fix that first",
      '- **To be fixed by: server (possibly).** The body of POST /upload is too large for api.test: it exceeds a size limit. nginx sent or forwarded this response. **What to change:** Send less, or raise the limit. Then send the CORS headers on error responses too, so that your script can read the status. In nginx, add\\_header skips errors unless it ends in "always".',
      "```sh",
      "curl -i -X POST https://api.test/upload -H 'Origin: https://app.test'",
      "# expect: Access-Control-Allow-Origin: https://app.test",
      "```",
      "<details><summary>Evidence</summary><pre>POST https://api.test/upload · HTTP 413 · Content-Type: application/json · Server: nginx · Blocked at the response · reached the server · probably. The response has no CORS headers, so your script sees a CORS error instead of 413. The response to POST /upload (413) has no Access-Control-Allow-Origin header. Without it, the browser does not let https://app.test read the response. Chromium reports it as MissingAllowOriginHeader. Firefox reports it as CORSMissingAllowOrigin. Mode cors (inferred), credentials mode same-origin (assumed). Initiator: https://app.test/js/api.js:5:7.</pre></details>",
      "",
    ]);
  });
});

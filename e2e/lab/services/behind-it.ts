import type { LabOrigins } from "../origins.ts";
import { ANY, always, type Handler, type Headers, noContent, split } from "./handler.ts";

const HTML = { "Content-Type": "text/html" };
const NGINX = { Server: "nginx/1.24.0", ...HTML };

/** Statuses with various meanings, without CORS headers. */
export const STATUSES: readonly number[] = [
  ...[400, 402, 406, 409, 410, 412, 416, 418, 419, 422, 428, 431, 451, 494, 499],
  ...[501, 502, 505, 507, 511, 520, 522, 524, 525, 529, 530],
];

/** Another host name of the same server. */
const movedTo = ({ apiA }: LabOrigins) => apiA.replace("api-a", "api-f");

/** Paths whose missing header is only the symptom of an error, a cache, a redirect or another layer. */
export function behindIt(origins: () => LabOrigins): Readonly<Record<string, Handler>> {
  const page = () => origins().page;
  const lazily =
    (make: () => Handler): Handler =>
    (request, response) =>
      make()(request, response);
  const allowPage = (headers: Headers = {}): Headers => ({
    "Access-Control-Allow-Origin": page(),
    "Access-Control-Allow-Credentials": "true",
    Vary: "Origin",
    ...headers,
  });
  const preflight: Headers = {
    ...ANY,
    "Access-Control-Allow-Methods": "PUT",
    "Access-Control-Allow-Headers": "content-type, if-none-match, authorization",
  };
  /** Omits its CORS headers if the request has a header. */
  const unless = (name: string, status: number): Handler =>
    split(noContent(preflight), (request, response) =>
      (request.headers[name] === undefined ? always(200, ANY) : always(status, {}, ""))(
        request,
        response,
      ),
    );
  const to =
    (status: number, location: (query: string) => string, headers: Headers = {}): Handler =>
    (request, response) => {
      const query = request.url?.split("?")[1] ?? "";
      response.writeHead(status, { ...headers, Location: location(query) }).end();
    };
  return {
    "/star-beside/orders": lazily(() =>
      always(200, { "Access-Control-Allow-Origin": [page(), "*"] }),
    ),
    "/cached-for-another/orders": always(200, {
      "Access-Control-Allow-Origin": "https://other.example",
      "X-Cache": "Hit from cloudfront",
      Age: "5123",
    }),
    "/cached-miss/orders": always(200, { ...ANY, "X-Cache": "Miss from cloudfront" }),
    "/session-gone/orders": to(302, (query) => `${origins().apiB}/login?${query}`, ANY),
    "/slash-taken/orders/": to(301, (query) => `/slash-taken/orders?${query}`),
    "/slash-taken/orders": always(200, ANY),
    "/round/orders": lazily(() =>
      to(302, (query) => `${movedTo(origins())}/round-back/orders?${query}`, allowPage()),
    ),
    "/round-back/orders": to(302, (query) => `${origins().apiA}/round/orders?${query}`, ANY),
    "/renamed/orders": to(301, (query) => `/renamed-to/orders?${query}`),
    "/renamed-to/orders": always(200, ANY),
    "/readable-401/orders": always(401, { ...ANY, "WWW-Authenticate": "Bearer" }),
    "/moved-host/orders": (request, response) =>
      (request.headers.host?.startsWith("api-a.")
        ? to(301, (query) => `${movedTo(origins())}/moved-host/orders?${query}`)
        : always(200, ANY))(request, response),
    "/challenge/orders": always(403, {
      Server: "cloudflare",
      "CF-Mitigated": "challenge",
      ...HTML,
    }),
    "/by-method/orders": (request, response) =>
      always(200, request.method === "GET" ? ANY : {})(request, response),
    "/by-slash/orders/": always(200, ANY),
    "/by-slash/orders": always(200, {}),
    "/double-slash/orders": split(noContent(preflight), always(200, ANY)),
    "//double-slash/orders": to(308, (query) => `/double-slash/orders?${query}`, ANY),
    "/says-401/orders": always(401, { "WWW-Authenticate": "Bearer" }),
    "/says-403/orders": always(403, {}),
    "/says-404/orders": always(404, {}),
    "/says-405/orders": always(405, { Allow: "POST" }),
    "/says-413/orders": always(413, NGINX),
    "/says-415/orders": always(415, {}),
    "/says-421/orders": always(421, {}),
    "/says-429/orders": always(429, { "Retry-After": "30" }),
    "/says-503/orders": always(503, {}),
    "/says-504/orders": always(504, NGINX),
    ...Object.fromEntries(STATUSES.map((status) => [`/says-${status}/orders`, always(status, {})])),
    "/preflight-403/orders": split(always(403, {}, ""), always(200, ANY)),
    "/preflight-429/orders": split(always(429, {}, ""), always(200, ANY)),
    "/preflight-502/orders": split(always(502, NGINX, ""), always(200, ANY)),
    "/preflight-alone/orders": split(noContent(preflight), always(200, {})),
    "/lost-at-304/orders": unless("if-none-match", 304),
    "/lost-later/orders": unless("authorization", 200),
    "/options-alone-bare/orders": split(noContent({}), always(200, ANY)),
    "/not-on-the-list/orders": always(200, { Vary: "Origin" }),
    "/llama/v1/models": always(200, { Server: "llama.cpp" }),
    "/nothing-deployed/orders": split(
      always(404, { Server: "Google Frontend", ...HTML }, "Page not found"),
      always(404, { Server: "Google Frontend", ...HTML }, "Page not found"),
    ),
    "/platform-list/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Headers": "authorization, x-client-info, apikey, content-type",
      }),
      always(200, ANY),
    ),
    "/own-list/orders": split(
      noContent({ ...ANY, "Access-Control-Allow-Headers": "x-tenant, sentry-trace" }),
      always(200, ANY),
    ),
    "/download/report": always(200, {
      ...ANY,
      "Content-Disposition": "attachment; filename=report.csv",
    }),
    "/download-exposed/report": always(200, {
      ...ANY,
      "Content-Disposition": "attachment; filename=report.csv",
      "Access-Control-Expose-Headers": "Content-Disposition",
    }),
    "/lax-login": lazily(() => always(200, allowPage({ "Set-Cookie": "sid=1; SameSite=Lax" }))),
    "/lax-me": lazily(() => always(403, allowPage())),
    "/none-login": lazily(() =>
      always(200, allowPage({ "Set-Cookie": "sid=1; SameSite=None; Secure" })),
    ),
    "/wants-json/orders": always(415, {}),
    "/misspelt-name/orders": always(200, { "Access-Control-Allow-Origins": "*" }),
    "/misspelt-member/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Headers": "autorization, x-requested-with",
        "Access-Control-Allow-Methods": "GET, DELTE",
      }),
      always(200, ANY),
    ),
    "/near-member/orders": split(
      noContent({
        ...ANY,
        "Access-Control-Allow-Headers": "x-api-key, x-app-key",
        "Access-Control-Allow-Methods": "LOCK, UNLOCK",
      }),
      always(200, ANY),
    ),
    "/key-alone/orders": split(
      noContent({ ...ANY, "Access-Control-Allow-Headers": "x-api-key" }),
      always(200, ANY),
    ),
    "/down/orders": to(302, () => "/maintenance.html"),
    "/down-resource/orders": to(302, (query) => `/orders/403?${query}`),
    "/orders/403": always(200, ANY),
    "/to-https/orders": to(
      301,
      (query) => `${origins().apiA.replace("http:", "https:")}/to-https/orders?${query}`,
    ),
    "/to-inside/orders": to(
      301,
      (query) =>
        `${new URL(origins().apiA).protocol}//${new URL(origins().apiA).hostname}/to-inside/orders/?${query}`,
    ),
    "/copied/orders": (request, response) =>
      (request.url?.includes("again")
        ? always(200, { "CF-Cache-Status": "HIT", Age: "9" })
        : always(200, ANY))(request, response),
    "/refused-later/orders": (request, response) =>
      (request.url?.includes("again") ? always(403, {}) : always(200, ANY))(request, response),
    "/bucket/orders": always(200, { Server: "AmazonS3", "X-Amz-Cf-Id": "a" }),
    "/hub/negotiate": split(
      noContent({ ...ANY, "Access-Control-Allow-Headers": "x-requested-with" }),
      always(200, ANY),
    ),
    "/fallback/orders": always(200, { ...ANY, ...HTML }, "<!doctype html>"),
    // Unusual but valid: nothing may be blamed.
    "/odd/orders": split(
      always(
        200,
        {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": "*",
          "access-control-allow-headers": " Content-Type ,CONTENT-TYPE,, content-type",
          "access-control-max-age": "-1",
          "content-length": "0",
        },
        "",
      ),
      lazily(() =>
        always(200, { ...allowPage(), Vary: "Origin, Origin", "X-Cache": "HIT", Age: "700" }),
      ),
    ),
    "/odd-redirect/orders": to(302, (query) => `/error/42?${query}`, ANY),
    "/error/42": always(200, ANY),
    "/login/sessions": always(200, ANY),
  };
}

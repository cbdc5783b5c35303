import type { LabOrigins } from "../origins.ts";
import { STATUSES } from "../services/behind-it.ts";
import { at, get, grouped, type Init, JSON_PUT, WITH_COOKIES } from "./case.ts";

/** A separate host, so that no other recorded request reveals anything about its server. */
const alone = (id: string, host: string, path: string, init?: Init) => (origins: LabOrigins) => ({
  kind: "fetch" as const,
  url: at(id, origins.apiA.replace("api-a", host), path),
  ...(init && { init }),
});
const post: Init = { method: "POST", body: "item=Teapot" };
const on = (id: string, path: string, init?: Init) => get(id, "apiA", path, init);

/** The same request twice; the server distinguishes them by the query. */
const inTurn = (id: string, path: string) => (origins: LabOrigins) => {
  const url = at(id, origins.apiA, path);
  const calls = [url, `${url}&again`].map((one) => ({ kind: "fetch" as const, url: one }));
  return { kind: "in-turn" as const, calls };
};

/** The diagnosis must name the difference between these cases and their twins. */
export const behindIt = grouped("The cause behind it", [
  {
    id: "star-beside-own-origin",
    title: "The right origin, and a * that an extension adds beside it",
    call: on("star-beside-own-origin", "/star-beside/orders"),
    shows: "multiple-allow-origin-values",
    twin: "exact-origin",
  },
  {
    id: "cached-for-another-origin",
    title: "A CDN's copy that was stored for another site",
    call: on("cached-for-another-origin", "/cached-for-another/orders"),
    shows: "allow-origin-mismatch",
    twin: "cdn-miss",
  },
  {
    id: "cdn-miss",
    title: "The CDN requests it from the server: the right value",
    call: on("cdn-miss", "/cached-miss/orders"),
    shows: null,
  },
  {
    id: "session-gone",
    title: "No session: redirected to a sign-in page",
    call: on("session-gone", "/session-gone/orders"),
    shows: "missing-allow-origin",
    twin: "redirect-to-open",
  },
  {
    id: "slash-taken-away",
    title: "A redirect that changes the slash alone, without CORS headers",
    call: on("slash-taken-away", "/slash-taken/orders/"),
    shows: "missing-allow-origin",
    twin: "slash-right",
  },
  {
    id: "slash-right",
    title: "The same at the URL without the slash",
    call: on("slash-right", "/slash-taken/orders"),
    shows: null,
  },
  {
    id: "leads-round",
    title: "Two redirects that lead to each other: no header helps",
    call: on("leads-round", "/round/orders"),
    shows: "allow-origin-mismatch",
    twin: "redirect-to-open",
  },
  {
    id: "renamed-path",
    title: "A path with a new name, and a redirect without CORS headers",
    call: on("renamed-path", "/renamed/orders"),
    shows: "missing-allow-origin",
    twin: "new-path",
  },
  {
    id: "new-path",
    title: "The new name itself",
    call: on("new-path", "/renamed-to/orders"),
    shows: null,
  },
  {
    id: "renamed-host",
    title: "A redirect to a new host for good, without CORS headers",
    call: on("renamed-host", "/moved-host/orders"),
    shows: "missing-allow-origin",
    twin: "new-host",
  },
  {
    id: "new-host",
    title: "The new host itself",
    call: alone("new-host", "api-f", "/moved-host/orders"),
    shows: null,
  },
  {
    id: "double-slash",
    title: "A path with two slashes, whose preflight is redirected to one",
    call: on("double-slash", "//double-slash/orders", JSON_PUT),
    shows: "preflight-disallowed-redirect",
    twin: "single-slash",
  },
  {
    id: "single-slash",
    title: "The same path with one slash",
    call: on("single-slash", "/double-slash/orders", JSON_PUT),
    shows: null,
  },
  {
    id: "bot-challenge",
    title: "A firewall that wants to see a person",
    call: on("bot-challenge", "/challenge/orders"),
    shows: "missing-allow-origin",
    twin: "readable-500",
  },
  {
    id: "other-method-passes",
    title: "GET passes, and the handler of POST has no CORS headers",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        on("other-method-passes", "/by-method/orders")(o),
        on("other-method-passes", "/by-method/orders", { ...post, mode: "cors" })(o),
      ],
    }),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "plain-post",
  },
  {
    id: "other-slash-passes",
    title: "The path passes with a slash at its end, and lacks CORS headers without",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        on("other-slash-passes", "/by-slash/orders/")(o),
        on("other-slash-passes", "/by-slash/orders")(o),
      ],
    }),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "response-header-sent",
    title: "The page sends a header that only responses have",
    call: on("response-header-sent", "/own-list/orders", {
      headers: { "Access-Control-Allow-Origin": "*" },
    }),
    shows: "header-disallowed",
    twin: "trace-allowed",
  },
  {
    id: "type-without-body",
    title: "A GET that has a Content-Type and no body",
    call: on("type-without-body", "/own-list/orders", {
      headers: { "Content-Type": "application/json" },
    }),
    shows: "header-disallowed",
    twin: "trace-allowed",
  },
  ...[
    ["401", "Nobody is signed in"],
    ["403", "The server refuses this user"],
    ["404", "Nobody serves this path"],
    ["421", "The wrong server for this host"],
    ["429", "Too many requests"],
    ["503", "The server is being maintained"],
    ["504", "A gateway that waited too long"],
  ].map(([status = "", title = ""]) => ({
    id: `hidden-${status}`,
    title: `${title}: ${status} without CORS headers`,
    call: on(`hidden-${status}`, `/says-${status}/orders`),
    shows: "missing-allow-origin" as const,
    twin: "readable-500",
  })),
  ...[
    ["405", "A method that the path does not know"],
    ["413", "A body that is too large for nginx"],
    ["415", "A type that the API does not take"],
  ].map(([status = "", title = ""]) => ({
    id: `hidden-${status}`,
    title: `${title}: ${status} without CORS headers`,
    call: on(`hidden-${status}`, `/says-${status}/orders`, { ...post, mode: "cors" }),
    shows: "missing-allow-origin" as const,
    twin: "plain-post",
  })),
  ...[
    ["403", "A firewall refuses OPTIONS"],
    ["429", "The rate limiter counts preflights"],
    ["502", "The gateway finds nobody behind it for OPTIONS"],
  ].map(([status = "", title = ""]) => ({
    id: `preflight-${status}`,
    title: `${title}: ${status}`,
    call: on(`preflight-${status}`, `/preflight-${status}/orders`, JSON_PUT),
    shows: "missing-allow-origin" as const,
    twin: "put",
  })),
  {
    id: "preflight-alone",
    title: "The preflight allows it, the response does not",
    call: on("preflight-alone", "/preflight-alone/orders", JSON_PUT),
    shows: "missing-allow-origin",
    twin: "put",
  },
  {
    id: "lost-at-304",
    title: "The 304 lost the headers that the 200 has",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        on("lost-at-304", "/lost-at-304/orders", { cache: "no-store" })(o),
        on("lost-at-304", "/lost-at-304/orders", {
          cache: "no-store",
          headers: { "If-None-Match": '"1"' },
        })(o),
      ],
    }),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "lost-later",
    title: "The same URL passed a moment ago",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        on("lost-later", "/lost-later/orders")(o),
        on("lost-later", "/lost-later/orders", { headers: { Authorization: "Bearer a" } })(o),
      ],
    }),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "authorization",
  },
  {
    id: "options-alone-bare",
    title: "GET passes, and another layer responds to OPTIONS",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        alone("options-alone-bare", "api-c", "/options-alone-bare/orders")(o),
        alone("options-alone-bare", "api-c", "/options-alone-bare/orders", JSON_PUT)(o),
      ],
    }),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "put",
  },
  {
    id: "not-on-the-list",
    title: "The server has a list of origins, and this page is not on it",
    call: on("not-on-the-list", "/not-on-the-list/orders"),
    shows: "missing-allow-origin",
    twin: "exact-origin",
  },
  {
    id: "host-without-cors",
    title: "No response of the host has a CORS header",
    call: alone("host-without-cors", "bare", "/never-configured/orders"),
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "local-model-server",
    title: "llama.cpp, whose one switch is off",
    call: on("local-model-server", "/llama/v1/models"),
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "nothing-deployed",
    title: "A wrong region: the platform has nothing there",
    call: on("nothing-deployed", "/nothing-deployed/orders", JSON_PUT),
    shows: "missing-allow-origin",
    twin: "put",
  },
  {
    id: "platform-list",
    title: "The platform's own list of headers, not that of the code",
    call: on("platform-list", "/platform-list/orders", { headers: { "X-Tenant": "7" } }),
    shows: "header-disallowed",
    twin: "headers",
  },
  {
    id: "traced",
    title: "A header that a monitoring library adds",
    call: on("traced", "/supabase-like/orders", {
      headers: { traceparent: "00-1-1-01" },
    }),
    shows: "header-disallowed",
    twin: "trace-allowed",
  },
  {
    id: "trace-allowed",
    title: "The same header, allowed",
    call: on("trace-allowed", "/own-list/orders", { headers: { "sentry-trace": "1" } }),
    shows: null,
  },
  {
    id: "file-name-hidden",
    title: "Passes, and the file's name cannot be read",
    call: on("file-name-hidden", "/download/report"),
    shows: null,
  },
  {
    id: "file-name-exposed",
    title: "The same with the header exposed",
    call: on("file-name-exposed", "/download-exposed/report"),
    shows: null,
  },
  {
    id: "readable-401",
    title: "Passes CORS, and the server requires a session: 401",
    call: on("readable-401", "/readable-401/orders"),
    shows: null,
  },
  {
    id: "cookie-is-lax",
    title: "A session whose cookie is not sent to other sites: 403",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        alone("cookie-is-lax", "api-d", "/lax-login", WITH_COOKIES)(o),
        alone("cookie-is-lax", "api-d", "/lax-me", WITH_COOKIES)(o),
      ],
    }),
    shows: null,
  },
  {
    id: "cookie-without-credentials",
    title: "A login without credentials: the browser ignores the cookie",
    call: alone("cookie-without-credentials", "api-e", "/none-login", post),
    shows: null,
  },
  {
    id: "cookie-for-other-sites",
    title: "A cookie that is meant for other sites",
    call: alone("cookie-for-other-sites", "api-e", "/none-login", WITH_COOKIES),
    shows: null,
  },
  ...STATUSES.map((status) => ({
    id: `hidden-${status}`,
    title: `${status} without CORS headers`,
    call: on(`hidden-${status}`, `/says-${status}/orders`),
    shows: "missing-allow-origin" as const,
    twin: "readable-500",
  })),
  {
    id: "misspelt-name",
    title: "The header under a misspelt name",
    call: on("misspelt-name", "/misspelt-name/orders"),
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "misspelt-header",
    title: "A list of headers with a letter missing",
    call: on("misspelt-header", "/misspelt-member/orders", {
      headers: { Authorization: "Bearer a" },
    }),
    shows: "header-disallowed",
    twin: "authorization",
  },
  {
    id: "misspelt-method",
    title: "A list of methods with a letter missing",
    call: on("misspelt-method", "/misspelt-member/orders", { method: "DELETE" }),
    shows: "method-disallowed",
    twin: "put",
  },
  {
    id: "misspelt-by-page",
    title: "The page misspells a header that is on the list",
    call: on("misspelt-by-page", "/misspelt-member/orders", {
      headers: { "X-Requested-Wiht": "XMLHttpRequest" },
    }),
    shows: "header-disallowed",
    twin: "trace-allowed",
  },
  {
    id: "like-another-header",
    title: "A key of one's own, beside a known one like it",
    call: on("like-another-header", "/key-alone/orders", { headers: { "X-App-Key": "1" } }),
    shows: "header-disallowed",
    twin: "both-keys",
  },
  {
    id: "both-keys",
    title: "Both keys on the list",
    call: on("both-keys", "/near-member/orders", { headers: { "X-App-Key": "1" } }),
    shows: null,
  },
  {
    id: "maintenance",
    title: "Redirected to a page that says why",
    call: on("maintenance", "/down/orders"),
    shows: "missing-allow-origin",
    twin: "redirect-to-open",
  },
  {
    id: "resource-403",
    title: "Redirected to a resource whose id looks like an error",
    call: on("resource-403", "/down-resource/orders"),
    shows: "missing-allow-origin",
    twin: "new-path",
  },
  {
    id: "redirect-to-https",
    title: "The call has http, and the server wants https",
    call: on("redirect-to-https", "/to-https/orders"),
    shows: "missing-allow-origin",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-to-inside",
    title: "Redirected to the port that the server has behind its proxy",
    call: on("redirect-to-inside", "/to-inside/orders"),
    shows: "missing-allow-origin",
    twin: "slash-right",
  },
  {
    id: "copy-without-cors",
    title: "A CDN's copy that was stored without CORS headers",
    call: inTurn("copy-without-cors", "/copied/orders"),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "cdn-miss",
  },
  {
    id: "refused-later",
    title: "403 where the same request passed before",
    call: inTurn("refused-later", "/refused-later/orders"),
    earlierPass: true,
    shows: "missing-allow-origin",
    twin: "readable-500",
  },
  {
    id: "bucket-behind-cdn",
    title: "A bucket behind a CDN that passes no Origin on",
    call: on("bucket-behind-cdn", "/bucket/orders"),
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "library-with-credentials",
    title: "SignalR, which includes credentials by itself",
    call: on("library-with-credentials", "/hub/negotiate", {
      ...post,
      ...WITH_COOKIES,
      mode: "cors",
      headers: { "X-Requested-With": "XMLHttpRequest" },
    }),
    shows: "wildcard-origin-not-allowed",
    twin: "cookies",
  },
  {
    id: "track-without-crossorigin",
    title: "Subtitles of another origin, without crossorigin",
    call: (o) => ({
      kind: "track",
      url: at("track-without-crossorigin", o.apiA, "/simple/orders"),
    }),
    shows: "disallowed-by-mode",
    twin: "crossorigin-image",
  },
  {
    id: "cookie-refused",
    title: "Passes, and the browser refuses the session's cookie",
    call: alone("cookie-refused", "api-h", "/lax-login", WITH_COOKIES),
    shows: null,
  },
  {
    id: "html-for-json",
    title: "Passes, and is an HTML page where JSON was requested",
    call: on("html-for-json", "/fallback/orders", { headers: { Accept: "application/json" } }),
    shows: null,
  },
  {
    id: "odd-preflight",
    title: "Everything odd, and all of it right",
    call: on("odd-preflight", "/odd/orders", JSON_PUT),
    shows: null,
  },
  {
    id: "odd-redirect",
    title: "A redirect to a resource called error, which passes",
    call: on("odd-redirect", "/odd-redirect/orders"),
    shows: null,
  },
  {
    id: "odd-login",
    title: "A resource called login, which passes",
    call: on("odd-login", "/login/sessions"),
    shows: null,
  },
  {
    id: "no-cors-strips",
    title: "mode no-cors takes the Content-Type away",
    call: on("no-cors-strips", "/wants-json/orders", {
      method: "POST",
      mode: "no-cors",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    }),
    shows: "opaque-no-cors",
    twin: "plain-post",
  },
]);

import { at, get, grouped, JSON_PUT, WITH_COOKIES } from "./case.ts";

export const passes = grouped("Passes", [
  {
    id: "simple-get",
    title: "GET, Allow-Origin: *",
    call: get("simple-get", "apiA", "/simple/orders"),
    shows: null,
  },
  {
    id: "exact-origin",
    title: "GET, Allow-Origin: this page",
    call: get("exact-origin", "apiA", "/page-only/orders"),
    shows: null,
  },
  {
    id: "readable-500",
    title: "A 500 with CORS headers: the page can read it",
    call: get("readable-500", "apiA", "/crashes-politely/orders"),
    shows: null,
  },
  {
    id: "plain-post",
    title: "A form POST needs no preflight",
    call: get("plain-post", "apiA", "/simple/orders", {
      method: "POST",
      body: "item=Teapot",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
    shows: null,
  },
  {
    id: "put",
    title: "PUT, allowed by its preflight",
    call: get("put", "apiA", "/put/orders", JSON_PUT),
    shows: null,
  },
  {
    id: "put-with-slash",
    title: "PUT at the URL with its trailing slash",
    call: get("put-with-slash", "apiA", "/slash-wanted/orders/", JSON_PUT),
    shows: null,
  },
  {
    id: "cached-preflight",
    title: "PUT twice: the second needs no new preflight",
    call: (o) => ({
      kind: "in-turn",
      calls: [
        get("cached-preflight", "apiA", "/put/orders", JSON_PUT)(o),
        get("cached-preflight", "apiA", "/put/orders", JSON_PUT)(o),
      ],
    }),
    shows: null,
  },
  {
    id: "patch",
    title: "PATCH in capitals",
    call: get("patch", "apiA", "/patch/orders", { ...JSON_PUT, method: "PATCH" }),
    shows: null,
  },
  {
    id: "headers",
    title: "Headers of the page's own, all of them allowed",
    call: get("headers", "apiA", "/put/orders", {
      headers: { "X-Client-Info": "shop/1.0", apikey: "public", "X-Tenant": "7" },
    }),
    shows: null,
  },
  {
    id: "authorization",
    title: "Authorization let in by Allow-Headers: *",
    call: get("authorization", "apiA", "/any-header/orders", {
      headers: { Authorization: "Bearer a-token" },
    }),
    shows: null,
  },
  {
    id: "cookies",
    title: "With cookies, the exact origin and Allow-Credentials: true",
    call: get("cookies", "apiA", "/with-cookies/orders", WITH_COOKIES),
    shows: null,
  },
  {
    id: "put-with-cookies",
    title: "PUT with cookies",
    call: get("put-with-cookies", "apiA", "/with-cookies/orders", {
      ...JSON_PUT,
      ...WITH_COOKIES,
    }),
    shows: null,
  },
  {
    id: "hidden-header",
    title: "A response header that was not exposed: null",
    call: (o) => ({
      kind: "fetch",
      url: at("hidden-header", o.apiA, "/paged/orders"),
      read: "X-Total-Count",
    }),
    shows: null,
  },
  {
    id: "exposed-header",
    title: "A response header that was exposed",
    call: (o) => ({
      kind: "fetch",
      url: at("exposed-header", o.apiA, "/paged-exposed/orders"),
      read: "X-Total-Count",
    }),
    shows: null,
  },
  {
    id: "redirect-to-open",
    title: "From one API to another that allows every origin",
    call: get("redirect-to-open", "apiA", "/moved-to-open/orders"),
    shows: null,
  },
  {
    id: "own-api-to-open",
    title: "The page's own API redirects to one that allows every origin",
    call: (o) => ({
      kind: "fetch",
      url: `${o.page}/go?case=own-api-to-open&to=${encodeURIComponent(`${o.apiB}/open?case=own-api-to-open`)}`,
    }),
    shows: null,
  },
  {
    id: "sandboxed-frame-allowed",
    title: "A sandboxed frame, and a server that allows every origin",
    call: (o) => ({
      kind: "in-frame",
      sandbox: true,
      call: get("sandboxed-frame-allowed", "apiA", "/simple/orders")(o),
    }),
    shows: null,
  },
  {
    id: "frame-shown",
    title: "A frame whose server says nothing of frames",
    call: (o) => ({ kind: "frame", url: at("frame-shown", o.apiA, "/framed/widget") }),
    shows: null,
  },
  {
    id: "express-default",
    title: "Express: cors() first",
    call: get("express-default", "apiB", "/cors-default/orders", JSON_PUT),
    shows: null,
  },
  {
    id: "express-cors-before-auth",
    title: "Express: cors() before the login check",
    call: get("express-cors-before-auth", "apiB", "/cors-before-auth/orders", {
      headers: { Authorization: "Bearer a-token" },
    }),
    shows: null,
  },
  {
    id: "express-options-route",
    title: "Express: cors() on the route and on its OPTIONS",
    call: get("express-options-route", "apiB", "/cors-per-route-with-options/orders", JSON_PUT),
    shows: null,
  },
  {
    id: "express-with-credentials",
    title: "Express: cors({ origin: […], credentials: true })",
    call: get("express-with-credentials", "apiB", "/cors-with-credentials/orders", WITH_COOKIES),
    shows: null,
  },
  {
    id: "event-source",
    title: "An EventSource",
    call: (o) => ({ kind: "event-source", url: at("event-source", o.apiA, "/events") }),
    shows: null,
  },
  {
    id: "websocket",
    title: "A WebSocket: CORS plays no part in it",
    call: (o) => ({
      kind: "websocket",
      url: at("websocket", o.apiA.replace("http:", "ws:"), "/socket"),
    }),
    shows: null,
  },
  {
    id: "service-worker-responds",
    title: "A service worker that responds itself",
    call: (o) => ({
      kind: "in-frame",
      served: true,
      call: get("service-worker-responds", "apiA", "/by-worker")(o),
    }),
    onlyInThePage: true,
    shows: null,
  },
  {
    id: "font",
    title: "A font from a CDN that shares it",
    call: (o) => ({ kind: "font", url: at("font", o.cdn, "/shared/font.ttf") }),
    shows: null,
  },
  {
    id: "module",
    title: "A module script from a CDN that shares it",
    call: (o) => ({ kind: "module", url: at("module", o.cdn, "/shared/widget.js") }),
    shows: null,
  },
  {
    id: "crossorigin-image",
    title: "An image with crossorigin from a CDN that shares it",
    call: (o) => ({
      kind: "image",
      url: at("crossorigin-image", o.cdn, "/shared/logo.gif"),
      crossOrigin: "anonymous",
    }),
    shows: null,
  },
  {
    id: "worker",
    title: "A worker fetches",
    call: (o) => ({ kind: "in-worker", call: get("worker", "apiA", "/simple/orders")(o) }),
    shows: null,
  },
]);

import { at, get, grouped } from "./case.ts";

export const mode = grouped("Mode and sender", [
  {
    id: "opaque-fetch",
    title: "mode: 'no-cors' is no fix: the response is opaque",
    call: get("opaque-fetch", "apiA", "/never-configured/orders", { mode: "no-cors" }),
    shows: "opaque-no-cors",
    twin: "simple-get",
  },
  {
    id: "opaque-image",
    title: "An image without crossorigin: shown, but not readable",
    call: (o) => ({ kind: "image", url: at("opaque-image", o.cdn, "/plain/logo.gif") }),
    shows: "opaque-no-cors",
    twin: "crossorigin-image",
  },
  {
    id: "opaque-redirect",
    title: "redirect: 'manual': an opaque redirect",
    call: get("opaque-redirect", "apiA", "/moved-to-open/orders", { redirect: "manual" }),
    shows: "opaque-redirect",
    twin: "redirect-to-open",
  },
  {
    id: "same-origin-mode",
    title: "mode: 'same-origin' to another origin",
    call: get("same-origin-mode", "apiA", "/simple/orders", { mode: "same-origin" }),
    onlyInThePage: true,
    shows: "disallowed-by-mode",
    twin: "simple-get",
  },
  {
    id: "no-cors-put",
    title: "mode: 'no-cors' with PUT: the call throws",
    call: get("no-cors-put", "apiA", "/put/orders", { mode: "no-cors", method: "PUT" }),
    onlyInThePage: true,
    shows: "no-cors-method-not-safelisted",
    twin: "put",
  },
  {
    id: "only-if-cached",
    title: "cache: 'only-if-cached' to another origin: the call throws",
    call: get("only-if-cached", "apiA", "/simple/orders", { cache: "only-if-cached" }),
    onlyInThePage: true,
    shows: "only-if-cached-not-same-origin",
    twin: "simple-get",
  },
  {
    id: "no-cors-redirect-mode",
    title: "mode: 'no-cors' with redirect: 'manual'",
    call: get("no-cors-redirect-mode", "apiA", "/simple/orders", {
      mode: "no-cors",
      redirect: "manual",
    }),
    onlyInThePage: true,
    shows: "no-cors-redirect-mode-not-follow",
    twin: "simple-get",
  },
  {
    id: "forbidden-method",
    title: "TRACE: a method that no page may use",
    call: get("forbidden-method", "apiA", "/simple/orders", { method: "TRACE" }),
    onlyInThePage: true,
    shows: "forbidden-method",
    twin: "simple-get",
  },
  {
    id: "wrong-scheme",
    title: "A scheme that CORS does not know: ftp://",
    call: (o) => ({
      kind: "fetch",
      url: at("wrong-scheme", o.apiA.replace("http:", "ftp:"), "/orders"),
    }),
    onlyInThePage: true,
    shows: "cors-disabled-scheme",
    twin: "simple-get",
  },
]);

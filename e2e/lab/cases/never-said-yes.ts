import { at, get, grouped } from "./case.ts";

export const neverSaidYes = grouped("The server never said yes", [
  {
    id: "never-configured",
    title: "The server knows nothing of CORS",
    call: get("never-configured", "apiA", "/never-configured/orders"),
    shows: "missing-allow-origin",
    twin: "simple-get",
  },
  {
    id: "crash-without-headers",
    title: "A 500 that lost the CORS headers on its way out",
    call: get("crash-without-headers", "apiA", "/crashes/orders"),
    shows: "missing-allow-origin",
    twin: "readable-500",
  },
  {
    id: "express-error-path",
    title: "Express: the route throws before cors() is reached",
    call: get("express-error-path", "apiB", "/cors-misses-errors/orders"),
    shows: "missing-allow-origin",
    twin: "express-default",
  },
  {
    id: "gateway-error",
    title: "502 from the gateway, which knows nothing of CORS",
    call: get("gateway-error", "apiA", "/gateway/orders"),
    shows: "missing-allow-origin",
    twin: "readable-500",
  },
  {
    id: "font-without-headers",
    title: "A font from a CDN without CORS headers",
    call: (o) => ({ kind: "font", url: at("font-without-headers", o.cdn, "/plain/font.ttf") }),
    shows: "missing-allow-origin",
    twin: "font",
  },
  {
    id: "module-without-headers",
    title: "A module script from a CDN without CORS headers",
    call: (o) => ({
      kind: "module",
      url: at("module-without-headers", o.cdn, "/plain/widget.js"),
    }),
    shows: "missing-allow-origin",
    twin: "module",
  },
  {
    id: "crossorigin-image-without-headers",
    title: "An image with crossorigin, from a CDN without CORS headers",
    call: (o) => ({
      kind: "image",
      url: at("crossorigin-image-without-headers", o.cdn, "/plain/logo.gif"),
      crossOrigin: "anonymous",
    }),
    shows: "missing-allow-origin",
    twin: "crossorigin-image",
  },
  {
    id: "event-source-without-headers",
    title: "An EventSource on a server without CORS headers",
    call: (o) => ({
      kind: "event-source",
      url: at("event-source-without-headers", o.apiA, "/events-closed"),
    }),
    shows: "missing-allow-origin",
    twin: "event-source",
  },
  {
    id: "worker-without-headers",
    title: "A worker fetches from a server without CORS headers",
    call: (o) => ({
      kind: "in-worker",
      call: get("worker-without-headers", "apiA", "/never-configured/orders")(o),
    }),
    shows: "missing-allow-origin",
    twin: "worker",
  },
]);

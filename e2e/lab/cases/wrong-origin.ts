import { get, grouped } from "./case.ts";

export const wrongOrigin = grouped("The wrong origin", [
  {
    id: "duplicate-allow-origin",
    title: "Both the app and the proxy add Allow-Origin",
    call: get("duplicate-allow-origin", "apiA", "/app-and-proxy/orders"),
    shows: "multiple-allow-origin-values",
    twin: "simple-get",
  },
  {
    id: "origin-list",
    title: "Two origins in one Allow-Origin",
    call: get("origin-list", "apiA", "/list-in-one-line/orders"),
    shows: "multiple-allow-origin-values",
    twin: "exact-origin",
  },
  {
    id: "origin-without-scheme",
    title: "Allow-Origin without http://",
    call: get("origin-without-scheme", "apiA", "/without-scheme/orders"),
    shows: "invalid-allow-origin-value",
    twin: "exact-origin",
  },
  {
    id: "origin-with-slash",
    title: "Allow-Origin with a slash at its end",
    call: get("origin-with-slash", "apiA", "/trailing-slash/orders"),
    shows: "allow-origin-mismatch",
    twin: "exact-origin",
  },
  {
    id: "old-dev-port",
    title: "The dev server moved to another port",
    call: get("old-dev-port", "apiA", "/old-dev-port/orders"),
    shows: "allow-origin-mismatch",
    twin: "exact-origin",
  },
  {
    id: "address-for-name",
    title: "127.0.0.1 is allowed, the page is at localhost",
    call: get("address-for-name", "apiA", "/by-address/orders"),
    shows: "allow-origin-mismatch",
    twin: "exact-origin",
  },
  {
    id: "express-list-with-slash",
    title: "Express: cors({ origin: ['http://localhost:…/'] })",
    call: get("express-list-with-slash", "apiB", "/cors-list-with-slash/orders"),
    shows: "missing-allow-origin",
    twin: "express-with-credentials",
  },
  {
    id: "express-fixed-origin",
    title: "Express: cors({ origin: 'https://shop.example' })",
    call: get("express-fixed-origin", "apiB", "/cors-fixed-origin/orders"),
    shows: "allow-origin-mismatch",
    twin: "express-with-credentials",
  },
  {
    id: "sandboxed-frame",
    title: "A sandboxed frame: its origin is null",
    call: (o) => ({
      kind: "in-frame",
      sandbox: true,
      call: get("sandboxed-frame", "apiA", "/page-only/orders")(o),
    }),
    shows: "allow-origin-mismatch",
    twin: "sandboxed-frame-allowed",
  },
]);

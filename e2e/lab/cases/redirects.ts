import { get, grouped } from "./case.ts";

export const redirects = grouped("Redirects", [
  {
    id: "redirect-to-null",
    title: "From one API to another: the origin becomes null",
    call: get("redirect-to-null", "apiA", "/moved/orders"),
    shows: "allow-origin-mismatch",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-without-headers",
    title: "The redirect itself lacks the CORS headers",
    call: get("redirect-without-headers", "apiA", "/moved-silently/orders"),
    shows: "missing-allow-origin",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-with-password",
    title: "Redirected to a URL with user and password in it",
    call: get("redirect-with-password", "apiA", "/moved-with-password/orders"),
    shows: "redirect-contains-credentials",
    twin: "redirect-to-open",
  },
  {
    id: "own-api-to-login",
    title: "The page's own API redirects to a login elsewhere",
    call: (o) => ({
      kind: "fetch",
      url: `${o.page}/go?case=own-api-to-login&to=${encodeURIComponent(`${o.apiB}/login?case=own-api-to-login`)}`,
    }),
    shows: "missing-allow-origin",
    twin: "own-api-to-open",
  },
  {
    id: "redirect-leaves-same-origin",
    title: "mode: 'same-origin', redirected to another origin",
    call: (o) => ({
      kind: "fetch",
      url: `${o.page}/go?case=redirect-leaves-same-origin&to=${encodeURIComponent(`${o.apiB}/open?case=redirect-leaves-same-origin`)}`,
      init: { mode: "same-origin" },
    }),
    shows: "disallowed-by-mode",
    twin: "own-api-to-open",
  },
  {
    id: "redirect-to-data",
    title: "Redirected to a data: URL",
    call: get("redirect-to-data", "apiA", "/moved-to-data/orders"),
    shows: "unsafe-redirect",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-to-app",
    title: "Redirected to an app's own scheme: myapp:",
    call: get("redirect-to-app", "apiA", "/moved-to-app/orders"),
    shows: "cors-disabled-scheme",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-loop",
    title: "Redirected in a circle",
    call: get("redirect-loop", "apiA", "/round-and-round/orders"),
    shows: "too-many-redirects",
    twin: "redirect-to-open",
  },
  {
    id: "redirect-as-error",
    title: "redirect: 'error', and there is one",
    call: get("redirect-as-error", "apiA", "/moved-to-open/orders", { redirect: "error" }),
    shows: "redirect-mode-error",
    twin: "redirect-to-open",
  },
]);

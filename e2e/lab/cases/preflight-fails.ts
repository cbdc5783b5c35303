import { at, get, grouped, JSON_PUT } from "./case.ts";

export const preflightFails = grouped("The preflight fails", [
  {
    id: "auth-before-cors",
    title: "401 on OPTIONS: the server requires authentication for the preflight",
    call: get("auth-before-cors", "apiA", "/auth-first/orders", {
      headers: { Authorization: "Bearer a-token" },
    }),
    shows: "preflight-invalid-status",
    twin: "authorization",
  },
  {
    id: "express-auth-before-cors",
    title: "Express: the login check runs before cors()",
    call: get("express-auth-before-cors", "apiB", "/cors-after-auth/orders", {
      headers: { Authorization: "Bearer a-token" },
    }),
    shows: "missing-allow-origin",
    twin: "express-cors-before-auth",
  },
  {
    id: "login-redirect",
    title: "302 on OPTIONS: the preflight is sent to the login page",
    call: get("login-redirect", "apiA", "/login-wall/orders", JSON_PUT),
    shows: "preflight-disallowed-redirect",
    twin: "put",
  },
  {
    id: "trailing-slash-redirect",
    title: "301 on OPTIONS: the URL lacks its trailing slash",
    call: get("trailing-slash-redirect", "apiA", "/slash-wanted/orders", JSON_PUT),
    shows: "preflight-disallowed-redirect",
    twin: "put-with-slash",
  },
  {
    id: "options-404",
    title: "404 on OPTIONS: only the method itself is routed",
    call: get("options-404", "apiA", "/not-routed/orders", JSON_PUT),
    shows: "preflight-invalid-status",
    twin: "put",
  },
  {
    id: "options-404-bare",
    title: "404 on OPTIONS, without a CORS header in it",
    call: get("options-404-bare", "apiA", "/bare-404/orders", JSON_PUT),
    shows: "missing-allow-origin",
    twin: "put",
  },
  {
    id: "options-405",
    title: "405 on OPTIONS: method not allowed",
    call: get("options-405", "apiA", "/no-options/orders", JSON_PUT),
    shows: "preflight-invalid-status",
    twin: "put",
  },
  {
    id: "express-no-options-route",
    title: "Express: cors() on the PUT route, none for its OPTIONS",
    call: get("express-no-options-route", "apiB", "/cors-per-route/orders", JSON_PUT),
    shows: "missing-allow-origin",
    twin: "express-options-route",
  },
  {
    id: "upload-listener",
    title: "An upload progress listener makes a plain POST need a preflight",
    call: (o) => ({
      kind: "xhr",
      url: at("upload-listener", o.apiA, "/not-routed/orders"),
      method: "POST",
      body: "item=Teapot",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      watchUpload: true,
    }),
    shows: "preflight-invalid-status",
    twin: "plain-post",
  },
]);

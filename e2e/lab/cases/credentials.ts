import { get, grouped, JSON_PUT, WITH_COOKIES } from "./case.ts";

export const credentials = grouped("Credentials", [
  {
    id: "star-with-cookies",
    title: "Allow-Origin: * and a request with cookies",
    call: get("star-with-cookies", "apiA", "/star-with-cookies/orders", WITH_COOKIES),
    shows: "wildcard-origin-not-allowed",
    twin: "cookies",
  },
  {
    id: "express-star-with-cookies",
    title: "Express: cors() as it comes, and a request with cookies",
    call: get("express-star-with-cookies", "apiB", "/cors-default/orders", WITH_COOKIES),
    shows: "wildcard-origin-not-allowed",
    twin: "express-with-credentials",
  },
  {
    id: "no-allow-credentials",
    title: "The right origin, without Allow-Credentials",
    call: get("no-allow-credentials", "apiA", "/no-credentials-header/orders", WITH_COOKIES),
    shows: "invalid-allow-credentials",
    twin: "cookies",
  },
  {
    id: "capital-true",
    title: "Allow-Credentials: True",
    call: get("capital-true", "apiA", "/capital-true/orders", WITH_COOKIES),
    shows: "invalid-allow-credentials",
    twin: "cookies",
  },
  {
    id: "preflight-star-with-cookies",
    title: "A preflight response with * for a request with cookies",
    call: get("preflight-star-with-cookies", "apiA", "/put/orders", {
      ...JSON_PUT,
      ...WITH_COOKIES,
    }),
    shows: "wildcard-origin-not-allowed",
    twin: "put-with-cookies",
  },
]);

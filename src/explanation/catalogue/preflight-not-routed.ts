import { get } from "../../http/header-list.ts";
import { plainText } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const preflightNotRouted: CatalogueEntry = {
  title: (s) =>
    `Handle OPTIONS on ${s.path}: the server answers ${s.response?.status ?? "with an error"}`,
  short: (s) => `nothing handles OPTIONS${s.response === null ? "" : ` (${s.response.status})`}`,
  because: (s) => {
    const allow = plainText(get(s.headers, "Allow"));
    return [
      `${s.host} answered ${s.target} with ${s.status || "an error"}, as if nothing handled OPTIONS there.`,
      ...(allow === "" ? [] : [`It says Allow: ${allow}`]),
    ];
  },
  fix: (s) => [
    `Put the CORS handling before routing, or add a route for OPTIONS, so that ${s.target} answers 204.`,
    `If ${s.method} ${s.path} should not exist either, check the path of the call.`,
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSPreflightDidNotSucceed")],
};

import { get } from "../../http/header-list.ts";
import { schemeOf } from "../../http/origin.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdnCorsError } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const corsDisabledScheme: CatalogueEntry = {
  title: (s) =>
    s.finding.stage === "redirect"
      ? `Redirect ${s.target} to an http or https URL`
      : `Call an http or https URL instead of ${scheme(s)}`,
  short: (s) => `${scheme(s)} is outside CORS`,
  because: (s) => [
    s.finding.stage === "redirect"
      ? `${s.target} redirects to a URL of the scheme ${scheme(s)}`
      : `Your page on ${s.pageOrigin} asked for ${s.url}`,
    "Only http and https can answer a cross-origin call.",
  ],
  fix: (s) =>
    scheme(s) === "file:"
      ? ["Serve the file from a local web server, and call it by its http URL."]
      : ["Check the URL: it has to begin with http:// or https://"],
  learnMore: [fetchStandard("main-fetch", "main fetch"), mdnCorsError("CORSRequestNotHttp")],
};

function scheme(s: Subject): string {
  const url =
    s.finding.stage === "redirect"
      ? (s.hop.redirect?.url ?? get(s.headers, "Location") ?? "")
      : s.hop.url;
  return plainText(`${schemeOf(url) || "that scheme"}:`, 30);
}

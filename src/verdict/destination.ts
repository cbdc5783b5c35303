import type { Exchange } from "../exchange/exchange.ts";
import { get } from "../http/header-list.ts";

/**
 * The Fetch standard's destination: from `Sec-Fetch-Dest`, else from webRequest's type.
 * https://fetch.spec.whatwg.org/#concept-request-destination
 */
export function destination(exchange: Exchange): string {
  for (const hop of exchange.hops) {
    const sent = hop.requestHeaders === null ? null : get(hop.requestHeaders, "Sec-Fetch-Dest");
    if (sent !== null) return sent === "empty" ? "" : sent;
  }
  return DESTINATION_OF_TYPE[exchange.resourceType] ?? "";
}

const DESTINATION_OF_TYPE: Readonly<Record<string, string>> = {
  main_frame: "document",
  sub_frame: "iframe",
  stylesheet: "style",
  script: "script",
  image: "image",
  imageset: "image",
  font: "font",
  object: "object",
  media: "video",
  csp_report: "report",
  xslt: "xslt",
  web_manifest: "manifest",
  websocket: "",
};

import type { Exchange } from "../exchange/exchange.ts";
import { causeOfError } from "../verdict/browsers/error-names.ts";

/**
 * Whether a tab's navigation showed a new page: a document, or the browser's error page. After a download, a
 * 204 or an aborted navigation the tab keeps the old page.
 * https://html.spec.whatwg.org/multipage/browsing-the-web.html#populating-a-session-history-entry
 */
export function broughtPage({ resourceType, documentShown, ending }: Exchange): boolean {
  if (resourceType !== "main_frame") return false;
  return documentShown || (ending.kind === "failed" && causeOfError(ending.error) !== "aborted");
}

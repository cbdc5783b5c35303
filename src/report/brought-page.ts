import type { Exchange } from "../exchange/exchange.ts";
import { causeOfError } from "../verdict/browsers/error-names.ts";

/**
 * Whether a navigation of a tab brought the page that the tab shows next: a document, or the browser's
 * page about the failure. A download, status 204 and an aborted navigation leave the old page.
 * https://html.spec.whatwg.org/multipage/browsing-the-web.html#populating-a-session-history-entry
 */
export function broughtPage({ resourceType, documentShown, ending }: Exchange): boolean {
  if (resourceType !== "main_frame") return false;
  return documentShown || (ending.kind === "failed" && causeOfError(ending.error) !== "aborted");
}

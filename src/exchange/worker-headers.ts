import type { BrowserFacts } from "../browsers/browser-facts.ts";
import { type HeaderList, has } from "../http/header-list.ts";

/**
 * Whether a worker sent these headers, in a browser whose documents alone send client hints. Only likely: other
 * extensions may remove the hints.
 */
export function areOfWorker(sent: HeaderList, facts: BrowserFacts): boolean {
  if (!facts.documentsAloneSendClientHints) return false;
  return has(sent, "Sec-Fetch-Site") && !has(sent, "Sec-CH-UA");
}

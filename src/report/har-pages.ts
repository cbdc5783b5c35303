import { type Exchange, firstHop, lastHop } from "../exchange/exchange.ts";
import { broughtPage } from "./brought-page.ts";

export interface HarPage {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Ids of the page's exchanges. */
  readonly exchanges: readonly string[];
}

interface OpenPage {
  readonly id: string;
  readonly title: string;
  readonly startedAt: number;
  readonly exchanges: string[];
  documentId: string | null;
}

/**
 * The top-level documents of the exchanges. A navigation that showed a document opens a page; a document
 * whose navigation was missed is identified by its id. Requests of frames, and navigations that showed no new
 * page, belong to the page that their tab shows at the time. Requests without a tab (workers) belong to no
 * page.
 */
export function pagesOf(exchanges: readonly Exchange[]): HarPage[] {
  const pages: OpenPage[] = [];
  const shown = new Map<number, OpenPage>();
  const byDocument = new Map<string, OpenPage>();
  const open = (exchange: Exchange, documentId: string | null): OpenPage => {
    const navigation = exchange.resourceType === "main_frame";
    const page: OpenPage = {
      id: `page_${pages.length + 1}`,
      title: navigation
        ? lastHop(exchange).url
        : (exchange.initiatorOrigin ?? firstHop(exchange).url),
      startedAt: exchange.startedAt,
      exchanges: [],
      documentId,
    };
    pages.push(page);
    shown.set(exchange.tabId, page);
    if (documentId !== null) byDocument.set(documentId, page);
    return page;
  };
  const inOrder = [...exchanges].sort((a, b) => a.startedAt - b.startedAt);
  for (const exchange of inOrder) {
    if (exchange.resourceType === "main_frame") {
      const page = broughtPage(exchange) ? open(exchange, null) : shown.get(exchange.tabId);
      page?.exchanges.push(exchange.id);
      continue;
    }
    const topDocument = exchange.frameId === 0 ? exchange.documentId : null;
    let page = topDocument === null ? undefined : byDocument.get(topDocument);
    if (page === undefined) {
      if (exchange.tabId < 0) continue;
      page = shown.get(exchange.tabId);
      if (page === undefined) page = open(exchange, topDocument);
      else if (topDocument !== null) {
        if (page.documentId === null) {
          page.documentId = topDocument;
          byDocument.set(topDocument, page);
        } else page = open(exchange, topDocument);
      }
    }
    page.exchanges.push(exchange.id);
  }
  return pages.map(({ id, title, startedAt, exchanges }) => ({ id, title, startedAt, exchanges }));
}

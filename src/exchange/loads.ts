import type { Exchange } from "./exchange.ts";

/** The frame id of a tab's page. */
const PAGE_FRAME = 0;

/** One document that a tab showed as its page: a navigation, or a reload. Plain JSON. */
export interface Load {
  /** When the browser committed it, in milliseconds since the epoch. */
  readonly at: number;
  readonly url: string;
  readonly documentId: string | null;
}

/**
 * The index of an exchange's load; -1 for an exchange before the first known load. The document id decides
 * where there is one, because a page may still send requests after the next load began. All others are
 * assigned by time. Pure.
 *
 * @param loads the oldest first.
 */
export function loadOf(
  { startedAt, documentId, resourceType, documentShown }: Exchange,
  loads: readonly Load[],
): number {
  const byTime = loads.findLastIndex(({ at }) => at <= startedAt);
  if (documentId !== null) {
    // A page restored from the back/forward cache keeps its id.
    const own = loads.findLastIndex(
      (load) => load.documentId === documentId && load.at <= startedAt,
    );
    if (own >= 0) return own;
    const later = loads.findIndex((load) => load.documentId === documentId);
    if (later >= 0) return later;
  }
  // A page's own request precedes its load; a download has none.
  const isPage = resourceType === "main_frame" && documentShown;
  return isPage && byTime < loads.length - 1 ? byTime + 1 : byTime;
}

/**
 * The load of the exchanges before the first known load: the page was open before the extension could observe
 * its navigation. Its time is that of its first request; of its URL at most the origin is known, else "". Pure.
 */
export function unseenLoad(exchanges: readonly Exchange[]): Load {
  const ofPage = exchanges.find(
    ({ frameId, resourceType, initiatorOrigin }) =>
      frameId === PAGE_FRAME && resourceType !== "main_frame" && initiatorOrigin !== null,
  );
  return {
    at: exchanges.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity),
    url: ofPage?.initiatorOrigin ?? "",
    documentId: ofPage?.documentId ?? null,
  };
}

import type { Exchange } from "./exchange.ts";

/** One document that a tab has shown as its page: a navigation, or a reload. Plain JSON. */
export interface Load {
  /** When the browser committed it, in milliseconds since the epoch. */
  readonly at: number;
  readonly url: string;
  readonly documentId: string | null;
}

/**
 * The load that an exchange belongs to, as an index; -1 for one before the first load that is known.
 * The page's own id decides where there is one: what a page sends as it goes comes after the next
 * load's beginning. Everything else goes by its time. Pure.
 *
 * @param loads the oldest first.
 */
export function loadOf(
  { startedAt, documentId, resourceType, frameId, ending }: Exchange,
  loads: readonly Load[],
): number {
  const byTime = loads.findLastIndex(({ at }) => at <= startedAt);
  if (documentId !== null) {
    // A page that comes back from the back/forward cache has the id that it had.
    const own = loads.findLastIndex(
      (load) => load.documentId === documentId && load.at <= startedAt,
    );
    if (own >= 0) return own;
    const later = loads.findIndex((load) => load.documentId === documentId);
    if (later >= 0) return later;
  }
  // The request for a page comes before the page.
  const isPage = resourceType === "main_frame" && frameId === 0 && ending.kind === "completed";
  return isPage && byTime < loads.length - 1 ? byTime + 1 : byTime;
}

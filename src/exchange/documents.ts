import { get } from "../http/header-list.ts";
import type { SerializedOrigin } from "../http/origin.ts";
import type { RequestTrace } from "./request-trace.ts";
import { isNavigation, type TabLog } from "./tab-log.ts";

/** The origins of a frame's own document and of the tab's, which is around all. */
export function documentOrigins(tab: TabLog, frameId: number): readonly SerializedOrigin[] {
  if (frameId < 0) return [];
  const origins = [frameId, 0].flatMap((frame) => {
    const hops = tab.entries.get(tab.navigations.get(frame) ?? "")?.read.hops ?? [];
    return hops.slice(-1).map(({ origin }) => origin);
  });
  return [...new Set(origins)];
}

/** The origin of the page that was there at that time; null while another one is on its way. */
export function topOrigin(tab: TabLog, at: number): SerializedOrigin | null {
  const read = tab.entries.get(tab.navigations.get(0) ?? "")?.read;
  if (read === undefined || read.startedAt > at || read.ending.kind !== "completed") return null;
  return read.hops[read.hops.length - 1]?.origin ?? null;
}

/** The COEP header of the document that a request belongs to; of the parent, for a document. */
export function embedderPolicy(tab: TabLog, trace: RequestTrace): string | null {
  const { frameId, parentFrameId } = trace.facts;
  const embedder = tab.navigations.get(isNavigation(trace) ? parentFrameId : frameId);
  const hops = tab.entries.get(embedder ?? "")?.read.hops;
  const response = hops?.[hops.length - 1]?.response;
  return response ? get(response.headers, "Cross-Origin-Embedder-Policy") : null;
}

import type { SerializedOrigin } from "../http/origin.ts";
import type { TabLog } from "./tab-log.ts";

/** The origins of a frame's own document and of the tab's, which is around all. */
export function documentOrigins(tab: TabLog, frameId: number): readonly SerializedOrigin[] {
  if (frameId < 0) return [];
  const origins = [frameId, 0].flatMap((frame) => {
    const hops = tab.entries.get(tab.navigations.get(frame) ?? "")?.read.hops ?? [];
    return hops.slice(-1).map(({ origin }) => origin);
  });
  return [...new Set(origins)];
}

import type { ChangeBuilder } from "./change.ts";
import { removeCall } from "./record-call.ts";
import { forgetReport } from "./record-note.ts";
import { removeRequest } from "./record-request.ts";
import { isExchange, isUnsent, type TabLog } from "./tab-log.ts";

/** Something of a tab that can be dropped to make room, and is counted if it was shown. */
export interface Droppable {
  drop(tab: TabLog, change: ChangeBuilder): void;
}

/** Whether a tab holds more exchanges than it may: a preflight, or what may be one, is none. */
export function exceeds(tab: TabLog, most: number): boolean {
  if (tab.entries.size + tab.calls.size <= most) return false;
  let count = 0;
  for (const entry of tab.entries.values()) if (isExchange(entry)) count++;
  for (const call of tab.calls.values()) if (call.requestId === null) count++;
  return count > most;
}

/** The request, or the call without one, that began first. */
export function oldestExchange(tab: TabLog): Droppable | undefined {
  let request: { id: string; startedAt: number } | null = null;
  for (const [id, { owner, read }] of tab.entries) {
    if (owner !== null) continue;
    // Entries stand in the order in which their first event came: the first is the oldest.
    request = { id, startedAt: read.startedAt };
    break;
  }
  for (const [key, { requestId, trace }] of tab.calls) {
    if (requestId !== null) continue;
    if (request === null || trace.startedAt < request.startedAt) return callToDrop(key);
    break;
  }
  return request === null ? undefined : requestToDrop(request.id);
}

/** A request, and what belongs to it. */
export function requestToDrop(id: string): Droppable {
  return {
    drop: (tab, change) => {
      removeRequest(tab, id, change);
      tab.dropped++;
    },
  };
}

function callToDrop(key: string): Droppable {
  return {
    drop: (tab, change) => {
      const call = tab.calls.get(key);
      if (call !== undefined && isUnsent(call)) tab.dropped++;
      removeCall(tab, key, change);
    },
  };
}

/** What was reported first of all that pages and DevTools reported beside requests and calls. */
export function oldestReport(tab: TabLog): Droppable | undefined {
  for (const [noteKey, { note }] of tab.notes) {
    if (note.kind === "navigated") continue;
    return { drop: (from, change) => dropReport(from, noteKey, change) };
  }
  return undefined;
}

function dropReport(tab: TabLog, noteKey: string, change: ChangeBuilder): void {
  const removedBefore = change.removed.size;
  forgetReport(tab, noteKey, change);
  // An element that asked for nothing is an exchange of its own.
  tab.dropped += change.removed.size - removedBefore;
}

/** The request that alone takes a good part of the room, as only a hostile server's answers do. */
export function hogOf(tab: TabLog, room: number): string | undefined {
  for (const [id, entry] of tab.entries) {
    if (entry.size > room / 4) return entry.owner?.requestId ?? id;
  }
  return undefined;
}

import type { ElementSettled } from "../observation/observation.ts";
import type { Exchange, Hop } from "./exchange.ts";
import type { ReadTrace } from "./request-trace.ts";
import { type Entry, isExchange, type TabLog } from "./tab-log.ts";
import { mayBeOf } from "./unasked.ts";
import { isFrom } from "./violations.ts";

/** How long after its request has ended an element tells of it, as a rule, in milliseconds. */
const SETTLED_MS = 1000;

/** What the elements of the document told of this URL. */
export function elementOf(tab: TabLog, entry: Entry): Pick<Exchange, "element" | "elementFailed"> {
  const { read } = entry;
  const { startedAt } = read;
  const settled = settledFor(tab, entry);
  const [mine] = settled;
  const siblings = mine === undefined ? [] : siblingsOf(tab, entry);
  const isAnothers = siblings.some(
    (other) => other.startedAt > startedAt && other.startedAt <= (mine?.timeStamp ?? 0),
  );
  if (mine === undefined || isAnothers) return { element: null, elementFailed: false };
  // Of several requests at a time for one URL, which element made which is not told.
  const atOnce = siblings.filter(
    (other) =>
      (other.endedAt ?? mine.timeStamp) >= startedAt &&
      other.startedAt <= (read.endedAt ?? mine.timeStamp),
  );
  const near = settled.filter((it) => isNear(it, read));
  const isSure =
    atOnce.length === 0 ||
    (near.length > atOnce.length &&
      near.every(
        ({ element: { mode, credentials } }) =>
          mode === mine.element.mode && credentials === mine.element.credentials,
      ));
  return {
    element: isSure ? mine.element : { ...mine.element, mode: null, credentials: null },
    elementFailed: mine.kind === "element-failed",
  };
}

/**
 * The requests of a URL of which something may be known anew, now that an element told of it: the
 * last to begin before, in each frame, and whatever was under way then or shortly before.
 */
export function toldOfBy(tab: TabLog, settled: ElementSettled): string[] {
  const { timeStamp: at, element } = settled;
  const last = new Map<number, { startedAt: number; ids: string[] }>();
  const found = new Set<string>();
  for (const id of tab.requestsByUrl.get(element.url) ?? []) {
    const entry = tab.entries.get(id) as Entry;
    const { frameId } = entry.trace.facts;
    const { startedAt } = entry.read;
    if (startedAt > at + 1 || entry.call !== null || !isExchange(entry)) continue;
    if (isNear(settled, entry.read)) found.add(id);
    const newest = last.get(frameId);
    if (newest?.startedAt === startedAt) newest.ids.push(id);
    else if (newest === undefined || newest.startedAt < startedAt) {
      last.set(frameId, { startedAt, ids: [id] });
    }
  }
  for (const { ids } of last.values()) for (const id of ids) found.add(id);
  return [...found];
}

/**
 * The same, where a request comes or goes, or is found to be a call's, or a preflight: to be asked
 * before and after, as the one to which the element belonged may no longer be the last.
 */
export function toldOfBeside(tab: TabLog, { read }: Entry): string[] {
  const { url } = read.hops[0] as Hop;
  const keys = [...(tab.elementsByUrl.get(url) ?? [])];
  if (keys.length === 0) return [];
  const lasted = keys.flatMap((key) => {
    const settled = tab.elements.get(key) as ElementSettled;
    return settled.timeStamp >= read.startedAt - 1 ? toldOfBy(tab, settled) : [];
  });
  // Which element made which of several at a time is open, also where it was told before.
  const atOnce = [...(tab.requestsByUrl.get(url) ?? [])].filter((id) => {
    const entry = tab.entries.get(id) as Entry;
    return entry.call === null && isExchange(entry) && overlap(entry.read, read);
  });
  return [...lasted, ...atOnce];
}

/** What may have been told of a request, in the order in which it was. */
function settledFor(tab: TabLog, entry: Entry): ElementSettled[] {
  const { trace, read } = entry;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const found: (readonly [key: string, ElementSettled])[] = [];
  for (const key of tab.elementsByUrl.get((read.hops[0] as Hop).url) ?? []) {
    const it = tab.elements.get(key) as ElementSettled;
    if (it.timeStamp < read.startedAt - 1 || !mayBeOf(entry, it.element.resourceType)) continue;
    if (isFrom(it, { frameId, documentId, origin })) found.push([key, it]);
  }
  found.sort(([a, one], [b, other]) => one.timeStamp - other.timeStamp || (a < b ? -1 : 1));
  return found.map(([, it]) => it);
}

/** The other requests for its URL that its frame made and no call did. */
function siblingsOf(tab: TabLog, { trace, read }: Entry): ReadTrace[] {
  const found: ReadTrace[] = [];
  for (const id of tab.requestsByUrl.get((read.hops[0] as Hop).url) ?? []) {
    const other = tab.entries.get(id) as Entry;
    if (other.call !== null || other.trace.facts.frameId !== trace.facts.frameId) continue;
    if (other.read !== read && isExchange(other)) found.push(other.read);
  }
  return found;
}

function overlap(one: ReadTrace, other: ReadTrace): boolean {
  const endOf = ({ endedAt }: ReadTrace) => endedAt ?? Number.POSITIVE_INFINITY;
  return one.startedAt <= endOf(other) && other.startedAt <= endOf(one);
}

function isNear({ timeStamp }: ElementSettled, { startedAt, endedAt }: ReadTrace): boolean {
  return timeStamp >= startedAt - 1 && timeStamp <= (endedAt ?? timeStamp) + SETTLED_MS;
}

import type { Exchange, Hop } from "./exchange.ts";
import { type Entry, isExchange, type TabLog } from "./tab-log.ts";
import { mayBeOf } from "./unasked.ts";
import { isFrom } from "./violations.ts";

/** What the elements of the document told of this URL. */
export function elementOf(tab: TabLog, entry: Entry): Pick<Exchange, "element" | "elementFailed"> {
  const { trace, read } = entry;
  const { frameId, documentId, initiator: origin } = trace.facts;
  const { url } = read.hops[0] as Hop;
  const settled = tab.elements.filter(
    (it) =>
      it.element.url === url &&
      mayBeOf(entry, it.element.resourceType) &&
      isFrom(it, { frameId, documentId, origin }),
  );
  const { startedAt } = read;
  const siblings = [...(tab.requestsByUrl.get(url) ?? [])].flatMap((id) => {
    const other = tab.entries.get(id) as Entry;
    const isSibling = other.call === null && other.trace.facts.frameId === frameId;
    return isSibling && isExchange(other) && other.read !== read ? [other.read] : [];
  });
  const mine = settled.find(
    ({ timeStamp: at }) =>
      at >= startedAt - 1 &&
      !siblings.some((other) => other.startedAt > startedAt && other.startedAt <= at),
  );
  if (mine === undefined) return { element: null, elementFailed: false };
  // Of several requests at a time for one URL, which element made which is not told.
  const atOnce = siblings.filter(
    (other) =>
      (other.endedAt ?? mine.timeStamp) >= startedAt &&
      other.startedAt <= (read.endedAt ?? mine.timeStamp),
  );
  const isSure =
    atOnce.length === 0 ||
    (settled.length > atOnce.length &&
      settled.every(
        ({ element: { mode, credentials } }) =>
          mode === mine.element.mode && credentials === mine.element.credentials,
      ));
  return {
    element: isSure ? mine.element : { ...mine.element, mode: null, credentials: null },
    elementFailed: mine.kind === "element-failed",
  };
}

import { idOf, textOf, timeOf } from "./members.ts";
import type { Navigated } from "./observation.ts";

/** The details of webNavigation.onCommitted that we read, in either browser. */
export interface RawNavigation {
  readonly tabId: number;
  readonly frameId: number;
  readonly parentFrameId?: number | undefined;
  readonly timeStamp: number;
  readonly url: string;
  readonly documentId?: string | undefined;
  readonly parentDocumentId?: string | undefined;
  readonly documentLifecycle?: string | undefined;
  /** "reload", "link", "typed", … */
  readonly transitionType?: string | undefined;
}

/** URLs that hold content (`data:`) can have any size, and the rest does not identify the document. */
const MAX_LOCAL_URL = 200;

/**
 * Converts a committed navigation into an observation.
 *
 * @throws TypeError where the URL is missing, or a text or the time is of another type: such details are not an
 *   event, and only they are lost.
 *
 * @param details the details of webNavigation.onCommitted from the browser.
 */
export function fromWebNavigation(details: RawNavigation): Navigated {
  const [url = ""] = details.url.split("#", 1);
  return {
    kind: "navigated",
    tabId: idOf(details.tabId),
    frameId: idOf(details.frameId),
    parentFrameId: idOf(details.parentFrameId),
    timeStamp: timeOf(details.timeStamp),
    url: /^https?:/i.test(url) ? url : url.slice(0, MAX_LOCAL_URL),
    documentId: textOf(details.documentId),
    parentDocumentId: textOf(details.parentDocumentId),
    documentLifecycle: textOf(details.documentLifecycle),
  };
}

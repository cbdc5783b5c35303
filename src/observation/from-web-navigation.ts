import type { Navigated } from "./observation.ts";

/** The parts of webNavigation.onCommitted's details that we read, of either browser. */
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

/** Addresses that hold content (`data:`) can be of any size, and say nothing more of the document. */
const MAX_LOCAL_URL = 200;

/**
 * Puts a committed navigation into our words.
 *
 * @param details the details of webNavigation.onCommitted, as the browser gave them.
 */
export function fromWebNavigation(details: RawNavigation): Navigated {
  const [url = ""] = details.url.split("#", 1);
  return {
    kind: "navigated",
    tabId: details.tabId,
    frameId: details.frameId,
    parentFrameId: details.parentFrameId ?? -1,
    timeStamp: details.timeStamp,
    url: /^https?:/i.test(url) ? url : url.slice(0, MAX_LOCAL_URL),
    documentId: details.documentId ?? null,
    parentDocumentId: details.parentDocumentId ?? null,
    documentLifecycle: details.documentLifecycle ?? null,
  };
}

import type { Navigated } from "../observation/observation.ts";
import type { ChangeBuilder } from "./change.ts";
import { EvidenceStore, type Meter } from "./evidence-store.ts";

/** A document that a frame showed, with facts from its own response. Plain JSON, as stored. */
export interface ShownDocument extends Navigated {
  /** The request that brought the document; null where none was seen (`about:`, `blob:`, from a worker). */
  readonly requestId: string | null;
  /** The Cross-Origin-Embedder-Policy of the response; null where it had none, or no response was seen. */
  readonly embedderPolicy: string | null;
  /** Whether the document is an error page, which Gecko commits under the URL that failed. */
  readonly isErrorPage: boolean;
  /** Whether the previous document's log was preserved. */
  readonly preserved: boolean;
}

/** The requester of a request: the frame, and its document where the browser reports it. */
export interface Requester {
  readonly frameId: number;
  /** -1 for a top frame, and where unknown. */
  readonly parentFrameId: number;
  readonly documentId: string | null;
}

/** Beyond this the oldest are evicted: documents restored from the back/forward cache are younger. */
const MOST_DOCUMENTS = 300;

/**
 * The documents that one tab's frames have shown, as committed by the browser. Documents of earlier pages are
 * kept for a while: requests may outlive them, and a history navigation may show them again without a
 * request.
 */
export class ShownDocuments {
  /** In the order in which each frame showed them. */
  readonly #byFrame = new Map<number, ShownDocument[]>();
  readonly #store: EvidenceStore<ShownDocument, never>;
  /** The last time that each was shown. */
  readonly #byId = new Map<string, ShownDocument>();

  /** A document's key in a tab's storage: the same document may be shown twice. */
  static #keyOf({ frameId, documentId, timeStamp }: Navigated): string {
    return `document:${frameId}:${documentId ?? ""}:${timeStamp}`;
  }

  constructor(meter: Meter) {
    this.#store = new EvidenceStore(meter, (shown, key) => ({
      under: {},
      stored: { reportKey: key, report: shown },
      parts: [shown],
    }));
  }

  /** The stored form of a document; undefined where there is none. */
  stored(key: string): object | undefined {
    return this.#store.stored(key);
  }

  /** Records a document, or new facts about it. */
  put(shown: ShownDocument, change: ChangeBuilder): void {
    const key = ShownDocuments.#keyOf(shown);
    const ofFrame = this.#byFrame.get(shown.frameId) ?? [];
    const before = this.#store.get(key);
    if (before === undefined) {
      ofFrame.push(shown);
      ofFrame.sort((a, b) => a.timeStamp - b.timeStamp);
    } else ofFrame[ofFrame.indexOf(before)] = shown;
    this.#store.put(key, shown, change);
    this.#byFrame.set(shown.frameId, ofFrame);
    if (shown.documentId === null) return;
    const last = this.#byId.get(shown.documentId);
    if (last === undefined || last.timeStamp <= shown.timeStamp) {
      this.#byId.set(shown.documentId, shown);
    }
  }

  /** Forgets a document. */
  forget(shown: ShownDocument, change: ChangeBuilder): void {
    const ofFrame = this.#byFrame.get(shown.frameId) ?? [];
    const at = ofFrame.indexOf(shown);
    if (at === -1) return;
    this.#store.forget(ShownDocuments.#keyOf(shown), change);
    ofFrame.splice(at, 1);
    if (ofFrame.length === 0) this.#byFrame.delete(shown.frameId);
    if (this.#byId.get(shown.documentId ?? "") === shown) this.#byId.delete(shown.documentId ?? "");
  }

  /** The documents to evict because there are too many: the oldest first, never the current page. */
  superfluous(): ShownDocument[] {
    const { count } = this.#store;
    return count <= MOST_DOCUMENTS ? [] : this.#oldestFirst().slice(0, count - MOST_DOCUMENTS);
  }

  /** The first document to evict for lack of room; undefined where only the page remains. */
  oldest(): ShownDocument | undefined {
    return this.#oldestFirst()[0];
  }

  #oldestFirst(): ShownDocument[] {
    const top = this.top();
    return this.all()
      .filter((it) => it !== top)
      .sort((a, b) => a.timeStamp - b.timeStamp);
  }

  /** All remembered documents, those of one frame in the order in which it showed them. */
  all(): ShownDocument[] {
    return [...this.#byFrame.values()].flat();
  }

  /** The documents that a frame has shown, in that order. */
  ofFrame(frameId: number): readonly ShownDocument[] {
    return this.#byFrame.get(frameId) ?? [];
  }

  /** When a document was first shown, among those remembered. */
  firstOf(documentId: string): ShownDocument | null {
    let first: ShownDocument | null = null;
    for (const it of this.all()) {
      if (it.documentId !== documentId) continue;
      if (first === null || it.timeStamp < first.timeStamp) first = it;
    }
    return first;
  }

  /** The page that the tab shows; null while unknown. */
  top(): ShownDocument | null {
    return this.shownIn(0, Number.POSITIVE_INFINITY);
  }

  /** The document that a frame showed at that time, in milliseconds since the epoch. */
  shownIn(frameId: number, at: number): ShownDocument | null {
    return this.ofFrame(frameId).findLast((it) => it.timeStamp <= at) ?? null;
  }

  /** The document that made a request; null where it is unknown, or was never committed. */
  requesting({ frameId, documentId }: Requester, at: number): ShownDocument | null {
    return documentId === null ? this.shownIn(frameId, at) : (this.#byId.get(documentId) ?? null);
  }

  /** The document that made a request and those around it, up to the page, as far as known. */
  around(requester: Requester, at: number): ShownDocument[] {
    const { frameId, parentFrameId } = requester;
    const found: ShownDocument[] = [];
    let next = this.requesting(requester, at) ?? this.shownIn(parentFrameId, at);
    while (next !== null && !found.includes(next)) {
      found.push(next);
      next = this.#parentOf(next);
    }
    const outermost = found[found.length - 1];
    const isWhole = outermost === undefined ? frameId <= 0 : outermost.parentFrameId < 0;
    const top = isWhole ? null : this.shownIn(0, at);
    return top === null ? found : [...found, top];
  }

  #parentOf({ parentDocumentId, parentFrameId, timeStamp }: ShownDocument): ShownDocument | null {
    if (parentDocumentId !== null) return this.#byId.get(parentDocumentId) ?? null;
    return parentFrameId < 0 ? null : this.shownIn(parentFrameId, timeStamp);
  }
}

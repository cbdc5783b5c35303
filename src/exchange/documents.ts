import { originOf, type SerializedOrigin, schemeOf } from "../http/origin.ts";
import type { RequestFacts } from "../observation/observation.ts";
import type { Exchange } from "./exchange.ts";
import type { Asker, ShownDocument, ShownDocuments } from "./shown-documents.ts";
import { isNavigation, type TabLog } from "./tab-log.ts";

/** What an exchange says of the documents around it. */
type Context = Pick<Exchange, "documentOrigins" | "topOrigin">;

/** The documents around a request: a navigation's own one is not there yet. */
export function contextOfRequest(tab: TabLog, facts: RequestFacts, at: number): Context {
  return contextOf(tab.documents, embeddedAsker(facts), at);
}

/** The documents around what a page asked for and no request came of. */
export function contextOf(documents: ShownDocuments, asker: Asker | null, at: number): Context {
  const page = documents.shownIn(0, at);
  if (asker === null || asker.frameId < 0) {
    return { documentOrigins: [], topOrigin: page && ownOrigin(page) };
  }
  const around = documents.around(asker, at);
  const origins = around.flatMap((it) => ownOrigin(it) ?? []);
  const outermost = around[around.length - 1];
  const top = outermost !== undefined && outermost.parentFrameId < 0 ? outermost : null;
  return { documentOrigins: [...new Set(origins)], topOrigin: top && ownOrigin(top) };
}

/** The COEP header of the document that a request belongs to; of the parent, for a document. */
export function embedderPolicy(
  { documents }: TabLog,
  facts: RequestFacts,
  at: number,
): string | null {
  const asker = embeddedAsker(facts);
  if (asker === null) return null;
  // A document without an address of its own has the policies of the one that it is in.
  // https://html.spec.whatwg.org/multipage/browsers.html#determining-navigation-params-policy-container
  if (documents.asking(asker, at) === null) return null;
  const own = documents.around(asker, at).find((it) => !LOCAL_SCHEMES.has(schemeOf(it.url)));
  return own?.embedderPolicy ?? null;
}

/** Who asks by a request, as documents are about it; null for a navigation of the whole tab. */
function embeddedAsker(facts: RequestFacts): Asker | null {
  if (facts.resourceType === "main_frame") return null;
  if (!isNavigation({ facts, events: [] })) return facts;
  return { frameId: facts.parentFrameId, parentFrameId: -1, documentId: null };
}

/** The origin of a document's address; null where it has none of its own. */
function ownOrigin({ url, isErrorPage }: ShownDocument): SerializedOrigin | null {
  const origin = originOf(url);
  return isErrorPage || origin === "null" ? null : origin;
}

/** https://fetch.spec.whatwg.org/#local-scheme */
const LOCAL_SCHEMES: ReadonlySet<string> = new Set(["about", "blob", "data"]);

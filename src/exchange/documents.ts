import { isSandboxed } from "../http/content-security-policy.ts";
import { demandsConsent, type EmbedderPolicy, embedderPolicyOf } from "../http/embedder-policy.ts";
import {
  isPotentiallyTrustworthy,
  originOf,
  type SerializedOrigin,
  schemeOf,
} from "../http/origin.ts";
import type { RequestFacts } from "../observation/observation.ts";
import { type Exchange, judgedHeaders } from "./exchange.ts";
import type { Requester, ShownDocument, ShownDocuments } from "./shown-documents.ts";
import { isNavigation, type TabEvidence } from "./tab-evidence.ts";

/** The fields of an exchange that describe the documents around it. */
type Context = Pick<Exchange, "documentOrigins" | "fromSandbox" | "fromSrcdoc" | "topOrigin">;

/** The documents around a request; a navigation's own document does not exist yet. */
export function contextOfRequest(evidence: TabEvidence, facts: RequestFacts, at: number): Context {
  const requester = embeddedRequester(facts);
  const own = requester && evidence.documents.requesting(requester, at);
  return {
    ...contextOf(evidence.documents, requester, at),
    ...(own && hasSandbox(evidence, own) && { fromSandbox: true }),
  };
}

/** The documents around a call or element without a request. */
export function contextOf(
  documents: ShownDocuments,
  requester: Requester | null,
  at: number,
): Context {
  const page = documents.shownIn(0, at);
  if (requester === null || requester.frameId < 0) {
    return { documentOrigins: [], topOrigin: page && ownOrigin(page) };
  }
  const around = documents.around(requester, at);
  const origins = around.flatMap((it) => ownOrigin(it) ?? []);
  const top = around.at(-1);
  const isSrcdoc = documents.requesting(requester, at)?.url === "about:srcdoc";
  return {
    documentOrigins: [...new Set(origins)],
    ...(isSrcdoc && { fromSrcdoc: true }),
    topOrigin: top === undefined || top.parentFrameId >= 0 ? null : ownOrigin(top),
  };
}

/**
 * The embedder policy of the requesting document; for a frame's document, of its parent. null where that
 * document is unknown.
 */
export function embedderPolicy(
  { documents }: TabEvidence,
  facts: RequestFacts,
  at: number,
): EmbedderPolicy | null {
  const requester = embeddedRequester(facts);
  if (requester === null || requester.frameId < 0) return null;
  // A document with a local URL inherits the policies of the document that it is in.
  // https://html.spec.whatwg.org/multipage/browsers.html#determining-navigation-params-policy-container
  if (documents.requesting(requester, at) !== null) {
    const around = documents.around(requester, at);
    const own = around.find((it) => !LOCAL_SCHEMES.has(schemeOf(it.url)));
    return own === undefined ? null : policyOfDocument(own, around.at(-1) ?? null);
  }
  // In a page that demands consent all documents do; otherwise any frame may demand it.
  const page = documents.shownIn(0, at);
  const policy = page && policyOfDocument(page, page);
  if (policy === null || demandsConsent(policy)) return policy;
  const policies = documents.all().map((it) => policyOfDocument(it, page));
  return policies.some((it) => it !== null && demandsConsent(it)) ? null : policy;
}

function policyOfDocument(
  { url, requestId, embedderPolicy: value, isErrorPage }: ShownDocument,
  page: ShownDocument | null,
): EmbedderPolicy | null {
  if (requestId === null || isErrorPage) return null;
  if (value === null) return "unsafe-none";
  const isSecureContext = [url, page?.url ?? url].every(isPotentiallyTrustworthy);
  return embedderPolicyOf([["Cross-Origin-Embedder-Policy", value]], isSecureContext);
}

/**
 * The origins of the documents around a frame, nearest first, the page last. null stands for an unknown
 * document and for any number of further ones around it. Empty for other requests.
 */
export function ancestorOrigins(
  evidence: TabEvidence,
  facts: RequestFacts,
  at: number,
): readonly (SerializedOrigin | null)[] {
  const requester = embeddedRequester(facts);
  if (facts.resourceType !== "sub_frame" || requester === null) return [];
  const around = evidence.documents.around(requester, at);
  const origins: (SerializedOrigin | null)[] = [];
  let expected = requester.frameId;
  for (const it of around) {
    if (it.frameId !== expected) origins.push(null);
    origins.push(originOfDocument(evidence, it));
    expected = it.parentFrameId;
  }
  if (expected >= 0 || around.length === 0) origins.push(null);
  const [nearest = null, ...others] = origins.map((origin, index) =>
    origin === INHERITED ? (origins.slice(index).find((it) => it !== INHERITED) ?? null) : origin,
  );
  return [
    parentOrigin(nearest, facts.initiator, isFirstIn(evidence, facts.frameId, at)),
    ...others,
  ];
}

/** Marks a document with an about: URL, which has its parent's origin unless it is sandboxed. */
const INHERITED = "about:";

function originOfDocument(evidence: TabEvidence, shown: ShownDocument): SerializedOrigin {
  if (schemeOf(shown.url) === "about") return INHERITED;
  return hasSandbox(evidence, shown) ? "null" : originOf(shown.url);
}

/** Whether a document's recorded response makes its origin opaque. */
function hasSandbox({ requests }: TabEvidence, { requestId }: ShownDocument): boolean {
  const response = requests.get(requestId)?.read.hops.at(-1)?.response;
  return response != null && isSandboxed(judgedHeaders(response));
}

/**
 * The origin of a frame's parent. Usually the parent requests a frame's first document. Later ones may have
 * another requester, whose opaque origin need not be the parent's.
 */
function parentOrigin(
  recorded: SerializedOrigin | null,
  initiator: SerializedOrigin | null,
  isFirst: boolean,
): SerializedOrigin | null {
  if (initiator === "null") return isFirst ? initiator : null;
  return recorded ?? (isFirst ? initiator : null);
}

function isFirstIn(evidence: TabEvidence, frameId: number, at: number): boolean {
  return !evidence.documents
    .ofFrame(frameId)
    .some(({ timeStamp, url }) => timeStamp < at && url !== "about:blank");
}

/** Whether the browser committed the document that a request brought. */
export function isDocumentShown({ documents }: TabEvidence, facts: RequestFacts): boolean {
  return documents.ofFrame(facts.frameId).some(({ requestId }) => requestId === facts.requestId);
}

/** The requester of a request, for the documents around it; null for navigations of the whole tab. */
function embeddedRequester(facts: RequestFacts): Requester | null {
  if (facts.resourceType === "main_frame") return null;
  if (!isNavigation({ facts, events: [] })) return facts;
  return { frameId: facts.parentFrameId, parentFrameId: -1, documentId: null };
}

/** The origin of a document's URL; null where the URL has an opaque one. */
function ownOrigin({ url, isErrorPage }: ShownDocument): SerializedOrigin | null {
  const origin = originOf(url);
  return isErrorPage || origin === "null" ? null : origin;
}

/** https://fetch.spec.whatwg.org/#local-scheme */
const LOCAL_SCHEMES: ReadonlySet<string> = new Set(["about", "blob", "data"]);

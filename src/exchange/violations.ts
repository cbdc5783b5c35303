import { originOf, withoutUserinfo } from "../http/origin.ts";
import type { FromPage, PolicyViolated } from "../observation/observation.ts";
import type { PolicyViolation } from "../observation/page-call.ts";
import type { EvidenceStore, Filing } from "./evidence-store.ts";

/** The store of a tab's violations, as far as this module uses it. */
type Violations = Pick<
  EvidenceStore<PolicyViolated, "url" | "stripped" | "prefix">,
  "count" | "find"
>;

/** A request of a document. */
export interface Requested {
  /** As requested: a violation names this URL even where a redirect's target was refused. */
  readonly url: string;
  readonly frameId: number;
  readonly documentId: string | null;
  readonly origin: string | null;
  readonly from: number;
  readonly to: number | null;
}

/** The enforced content security policy violation of a request. */
export function violationOf(violations: Violations, requested: Requested): PolicyViolation | null {
  if (violations.count === 0) return null;
  const { from, to } = requested;
  let first: PolicyViolated | null = null;
  for (const it of thatMayName(violations, requested.url)) {
    if (it.violation.disposition !== "enforce" || !isFrom(it, requested)) continue;
    if (it.timeStamp < from - 1 || (to !== null && it.timeStamp > to + 1000)) continue;
    if (first === null || it.timeStamp < first.timeStamp) first = it;
  }
  return first?.violation ?? null;
}

/** Chromium reports the requests of a frame's initial empty document as its creator's. */
export function isFrom(
  it: FromPage,
  { frameId, documentId, origin }: Pick<Requested, "frameId" | "documentId" | "origin">,
): boolean {
  if (it.frameId === frameId && it.documentId === documentId) return true;
  return it.isInitialDocument && it.origin === origin;
}

/** The probe sends no more of a call's URL. */
const LONGEST = 8_192;

/**
 * The violations that may be about a URL: they name it without user name, password and fragment, or only its
 * origin after a redirect. https://w3c.github.io/webappsec-csp/#strip-url-for-use-in-reports
 */
function thatMayName(violations: Violations, url: string): PolicyViolated[] {
  const origin = originOf(url);
  const names = new Set([strippedUrl(url), origin, `${origin}/`]);
  const found = [...names].flatMap((name) => [...violations.find("stripped", name).values()]);
  if (url.length === LONGEST) found.push(...violations.find("prefix", url).values());
  return found;
}

/** A URL as violations report it. */
function strippedUrl(url: string): string {
  return withoutUserinfo(url).replace(/#.*/s, "");
}

/** The index values of a violation: its URL, the stripped URL, and its beginning. */
export function violationIsUnder({
  violation: { blockedUrl },
}: PolicyViolated): Filing<"url" | "stripped" | "prefix">["under"] {
  const prefix = blockedUrl.length >= LONGEST ? [blockedUrl.slice(0, LONGEST)] : [];
  return { url: [blockedUrl], stripped: [strippedUrl(blockedUrl)], prefix };
}

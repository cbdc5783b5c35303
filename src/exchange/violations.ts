import { originOf, withoutUserinfo } from "../http/origin.ts";
import type { FromPage } from "../observation/observation.ts";
import type { PolicyViolation } from "../observation/page-call.ts";
import type { TabLog } from "./tab-log.ts";

/** Something that a document asked for. */
export interface Asked {
  /** As asked: a violation names it even where the URL that a redirect led to was refused. */
  readonly url: string;
  readonly frameId: number;
  readonly documentId: string | null;
  readonly origin: string | null;
  readonly from: number;
  readonly to: number | null;
}

/** The enforced content security policy's refusal of something that was asked. */
export function violationOf(tab: TabLog, asked: Asked): PolicyViolation | null {
  const found = tab.violations.find(
    (it) =>
      it.violation.disposition === "enforce" &&
      refersTo(it.violation.blockedUrl, asked.url) &&
      isFrom(it, asked) &&
      it.timeStamp >= asked.from - 1 &&
      (asked.to === null || it.timeStamp <= asked.to + 1000),
  );
  return found?.violation ?? null;
}

/** Chromium tells the requests of a frame's initial empty document as its creator's. */
export function isFrom(
  it: FromPage,
  { frameId, documentId, origin }: Pick<Asked, "frameId" | "documentId" | "origin">,
): boolean {
  if (it.frameId === frameId && it.documentId === documentId) return true;
  return it.isInitialDocument && it.origin === origin;
}

/** The probe sends no more of a call's URL. */
const LONGEST = 8_192;

/**
 * A violation names the URL without user, password and fragment, or its origin alone once it has been
 * redirected. https://w3c.github.io/webappsec-csp/#strip-url-for-use-in-reports
 */
function refersTo(blockedUrl: string, url: string): boolean {
  if (url.length === LONGEST && blockedUrl.startsWith(url)) return true;
  const origin = originOf(url);
  return (
    stripped(blockedUrl) === stripped(url) || blockedUrl === origin || blockedUrl === `${origin}/`
  );
}

const stripped = (url: string) => withoutUserinfo(url).replace(/#.*$/s, "");

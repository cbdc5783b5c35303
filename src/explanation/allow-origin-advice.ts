import { lineToSend, type Subject } from "./subject.ts";

/**
 * What to do so that a response allows the origin that asks. Never `null`, which every sandboxed
 * frame shares, and `*` only where no credentials are in play.
 * https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
 */
export function allowOriginAdvice(s: Subject): string[] {
  if (s.origin === "null") return nullOriginAdvice(s);
  const advice = [`On ${s.answer}, send ${lineToSend(s, "Access-Control-Allow-Origin", s.origin)}`];
  if (s.withCredentials) advice.push("Also send Access-Control-Allow-Credentials: true");
  advice.push(
    "If you allow several origins, answer with the one that asks when it is on your list, and send Vary: Origin with every answer.",
  );
  return advice;
}

function nullOriginAdvice(s: Subject): string[] {
  const advice = [
    s.tainted
      ? `Call ${s.url} directly, so that the origin stays ${s.pageOrigin}.`
      : "Load the page from an http or https URL, outside a sandboxed frame, so that it has an origin.",
  ];
  if (!s.withCredentials) {
    advice.push(
      `If anyone may read this data, it is enough to send on ${s.answer} Access-Control-Allow-Origin: *`,
    );
  }
  advice.push("Do not allow the origin null: every sandboxed frame and local file asks with it.");
  return advice;
}

/** "Allow https://app.test on GET /me", or what else helps when the origin is null. */
export function allowOriginTitle(s: Subject): string {
  if (s.origin !== "null") return `Allow ${s.origin} on ${s.target}`;
  return s.tainted
    ? `Call ${s.url} directly: a redirect turned your origin into null`
    : `Give the page an origin: it asks for ${s.target} as null`;
}

/** The same in a few words. */
export function allowOriginShort(s: Subject): string {
  if (s.origin !== "null") return `allow ${s.origin}`;
  return s.tainted ? "origin null after a redirect" : "the page's origin is null";
}

/** How the origin came to be "null", as a sentence; nothing when it did not. */
export function whyNullOrigin(s: Subject): string[] {
  if (s.origin !== "null") return [];
  return [
    s.tainted
      ? "A redirect from one foreign origin to another made the browser ask with Origin: null."
      : "Your page has an opaque origin (a sandboxed frame, a data: or file: URL), so the browser asks with Origin: null.",
  ];
}

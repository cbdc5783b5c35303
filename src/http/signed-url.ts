import { parseUrl } from "./origin.ts";

/**
 * Whether a URL was signed in advance for one request, as S3-compatible servers, Google and Azure do. Such a
 * URL cannot be hard-coded.
 */
export function isSignedUrl(url: string): boolean {
  return /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=/i.test(url);
}

/** Whether a redirect from a signed URL leads to another host, which refuses a signature for the first. */
export function losesSignature(from: string, to: string): boolean {
  return isSignedUrl(from) && parseUrl(from)?.host !== parseUrl(to)?.host;
}

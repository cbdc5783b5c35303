/**
 * Whether a URL was signed in advance for one request, as S3-compatible servers, Google and Azure do. Such a
 * URL cannot be hard-coded.
 */
export function isSignedUrl(url: string): boolean {
  return /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=/i.test(url);
}

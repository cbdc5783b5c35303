/**
 * Whether a URL was signed in advance for one request, as S3 and its like, Google and Azure do: it cannot
 * be written into code.
 */
export function isSignedUrl(url: string): boolean {
  return /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig)=/i.test(url);
}

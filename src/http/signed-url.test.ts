import { expect, it } from "vitest";
import { isSignedUrl, losesSignature } from "./signed-url.ts";

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and similar.
it.each([
  ["https://b.s3.test/k?X-Amz-Signature=1", true],
  ["https://b.s3.test/k?X-Amz-Date=1&x-amz-signature=1", true],
  ["https://b.gcs.test/k?a=1&X-Goog-Signature=1", true],
  ["https://b.blob.test/k?sv=1&sig=1", true],
  ["https://cdn.test/k?Signature=1", true],
  ["https://api.test/k?design=1", false],
  ["https://api.test/k?a=1&mySignature=1", false],
  ["https://api.test/sig=1", false],
  ["https://api.test/k", false],
])("%s: %s", (url, isSigned) => {
  expect(isSignedUrl(url)).toBe(isSigned);
});

it.each([
  ["to another host", "https://b.s3.test/k?sig=1", "https://b.s3-eu.test/k?sig=1", true],
  ["within the host", "https://b.s3.test/k?sig=1", "https://b.s3.test/a/k?sig=1", false],
  ["without a signature", "https://b.s3.test/k", "https://b.s3-eu.test/k", false],
])("a redirect %s loses a signature: %s → %s", (_name, from, to, loses) => {
  expect(losesSignature(from, to)).toBe(loses);
});

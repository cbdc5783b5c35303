import { expect, it } from "vitest";
import { publicLink } from "./site-url.ts";

it.each([
  ["no URL without a published page", null, null, null],
  ["no URL for a local file", "file:///tmp/site/index.html", null, null],
  ["no URL for the extension's page", "chrome-extension://abc/src/site/site.html#v=1", null, null],
  [
    "the URL of a served page",
    "https://tools.test/cors/#v=0",
    null,
    "https://tools.test/cors/#v=1",
  ],
  ["the published URL first", "http://localhost/", "https://x.test/", "https://x.test/#v=1"],
])("%s", (_name, here, site, wanted) => {
  expect(publicLink("#v=1", here, site)).toBe(wanted);
});

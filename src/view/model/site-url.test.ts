import { expect, it } from "vitest";
import { publicLink } from "./site-url.ts";

it.each([
  ["no address is made up", null, null, null],
  ["a file is on one machine alone", "file:///tmp/site/index.html", null, null],
  ["a page of the extension too", "chrome-extension://abc/src/site/site.html#v=1", null, null],
  ["a page that is served", "https://tools.test/cors/#v=0", null, "https://tools.test/cors/#v=1"],
  ["the published one first", "http://localhost/", "https://x.test/", "https://x.test/#v=1"],
])("%s", (_name, here, site, wanted) => {
  expect(publicLink("#v=1", here, site)).toBe(wanted);
});

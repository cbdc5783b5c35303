import { expect, test } from "vitest";
import { describeElement } from "./describe-element.ts";

const describe = (localName: string, more: object, parentElement: object | null = null) => {
  const element = { localName, src: "https://api.test/x#y", parentElement, ...more };
  const told = describeElement(element as unknown as Element);
  return told && `${told.mode} ${told.credentials}`;
};

// https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
test.each([
  ["img", { crossOrigin: null }, "no-cors include"],
  ["img", { crossOrigin: "anonymous" }, "cors same-origin"],
  ["video", { crossOrigin: "use-credentials" }, "cors include"],
  ["script", { crossOrigin: null, type: "" }, "no-cors include"],
  ["script", { crossOrigin: null, type: "Module" }, "cors same-origin"],
  ["link", { crossOrigin: null, rel: "stylesheet" }, "no-cors include"],
  ["link", { crossOrigin: null, rel: "x modulepreload" }, "cors same-origin"],
  ["link", { crossOrigin: "use-credentials", rel: "manifest" }, "cors include"],
  ["iframe", {}, "null null"],
])("how %s with %o asks: %s", (name, attributes, wanted) => {
  expect(describe(name, attributes)).toBe(wanted);
});

test.each([
  [null, "same-origin include"],
  ["anonymous", "cors same-origin"],
])("a track asks as its video does, whose crossorigin is %s", (crossOrigin, wanted) => {
  expect(describe("track", {}, { crossOrigin })).toBe(wanted);
});

test("tells the URL without its fragment, and whether a hash is demanded", () => {
  const link = { localName: "link", href: "https://api.test/x#y", integrity: "sha256-x" };
  expect(describeElement(link as unknown as Element)).toMatchObject({
    url: "https://api.test/x",
    hasIntegrity: true,
  });
});

test.each([
  ["img", {}, "image"],
  ["link", { rel: "stylesheet" }, "stylesheet"],
  ["link", { rel: "preload", as: "font" }, "font"],
  ["link", { rel: "preload", as: "fetch" }, "xmlhttprequest"],
  ["link", { rel: "modulepreload" }, "script"],
  ["iframe", {}, "other"],
])("%s with %o asks for: %s", (localName, more, wanted) => {
  const element = { localName, src: "https://api.test/x", ...more };
  expect(describeElement(element as unknown as Element)?.resourceType).toBe(wanted);
});

test("null for an element that asks for nothing", () => {
  expect(describe("img", { src: "" })).toBeNull();
});

test("null for a URL of which only the beginning could be told", () => {
  const src = (length: number) => "https://api.test/".padEnd(length, "x");
  expect(describe("img", { src: src(32_768), crossOrigin: null })).toBe("no-cors include");
  expect(describe("img", { src: src(32_769), crossOrigin: null })).toBeNull();
  expect(describe("img", { src: `${src(32_768)}#y`, crossOrigin: null })).toBe("no-cors include");
});

import { afterEach, describe as describeSuite, expect, test, vi } from "vitest";
import { describeElement } from "./describe-element.ts";

const describe = (localName: string, more: object, parentElement: object | null = null) => {
  const element = { localName, src: "https://api.test/x#y", parentElement, ...more };
  const reported = describeElement(element as unknown as Element);
  return reported && `${reported.mode} ${reported.credentials}`;
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
])("has for %s with %o the mode: %s", (name, attributes, wanted) => {
  expect(describe(name, attributes)).toBe(wanted);
});

test.each([
  [null, "same-origin include"],
  ["anonymous", "cors same-origin"],
])("has a track's mode from its video with crossorigin %s", (crossOrigin, wanted) => {
  expect(describe("track", {}, { crossOrigin })).toBe(wanted);
});

test("has the URL without its fragment, and whether there is an integrity hash", () => {
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
])("%s with %o requests: %s", (localName, more, wanted) => {
  const element = { localName, src: "https://api.test/x", ...more };
  expect(describeElement(element as unknown as Element)?.resourceType).toBe(wanted);
});

test("is null for an element without a request", () => {
  expect(describe("img", { src: "" })).toBeNull();
});

test("is null for a URL that is too long to report", () => {
  const src = (length: number) => "https://api.test/".padEnd(length, "x");
  expect(describe("img", { src: src(32_768), crossOrigin: null })).toBe("no-cors include");
  expect(describe("img", { src: src(32_769), crossOrigin: null })).toBeNull();
  expect(describe("img", { src: `${src(32_768)}#y`, crossOrigin: null })).toBe("no-cors include");
});

// https://fetch.spec.whatwg.org/#concept-request-destination
test.each([
  ["img", {}, "image"],
  ["image", {}, "image"],
  ["input", {}, "image"],
  ["script", {}, "script"],
  ["audio", {}, "media"],
  ["video", {}, "media"],
  ["track", {}, "media"],
  ["object", {}, "object"],
  ["embed", {}, "object"],
  ["iframe", {}, "other"],
  ["link", { rel: "STYLESHEET" }, "stylesheet"],
  ["link", { rel: "preload", as: "" }, "script"],
  ["link", { rel: "preload", as: "style" }, "stylesheet"],
  ["link", { rel: "preload", as: "image" }, "image"],
  ["link", { rel: "preload", as: "track" }, "media"],
  ["link", { rel: "icon" }, "other"],
])("%s with %o requests: %s", (localName, more, wanted) => {
  const element = { localName, src: "https://api.test/x", parentElement: {}, ...more };
  expect(describeElement(element as unknown as Element)?.resourceType).toBe(wanted);
});

test.each([
  [
    "the source that the browser selected",
    { currentSrc: "https://a.test/1", src: "https://a.test/2" },
    "https://a.test/1",
  ],
  [
    "its source",
    { currentSrc: "", src: "https://a.test/2", href: "https://a.test/3" },
    "https://a.test/2",
  ],
  ["its link", { href: "https://a.test/3" }, "https://a.test/3"],
  ["no animated string in an SVG", { href: { baseVal: "https://a.test/3" } }, undefined],
])("requests %s", (_name, attributes, url) => {
  const element = { localName: "video", src: undefined, ...attributes };
  expect(describeElement(element as unknown as Element)?.url).toBe(url);
});

test.each([
  ["", false],
  ["sha256-x", true],
  [undefined, false],
])("with the integrity %o has a hash: %s", (integrity, demands) => {
  const element = { localName: "script", src: "https://api.test/x", integrity };
  expect(describeElement(element as unknown as Element)?.hasIntegrity).toBe(demands);
});

test.each([
  ["script", { type: "module" }, "cors same-origin"],
  ["script", { type: "modules" }, "no-cors include"],
  ["script", { type: "text/module" }, "no-cors include"],
  ["link", { rel: "modulepreload" }, "cors same-origin"],
  ["link", { rel: "xmodulepreload" }, "no-cors include"],
  ["link", { rel: "manifest x" }, "cors same-origin"],
  ["link", { rel: "manifests" }, "no-cors include"],
  ["img", { type: "module" }, "no-cors include"],
])("has for %s with %o without crossorigin the mode: %s", (name, attributes, wanted) => {
  expect(describe(name, { crossOrigin: null, ...attributes })).toBe(wanted);
});

describeSuite("what a service worker responded", () => {
  const IMAGE = { localName: "img", src: "https://api.test/x#y", crossOrigin: null };
  /** A document with or without a service worker, whose timeline has these entries for the URL. */
  function within(serviceWorker: object | undefined, entries: readonly object[]) {
    vi.stubGlobal("navigator", { serviceWorker });
    vi.stubGlobal("performance", {
      getEntriesByName: (name: string) => (name === IMAGE.src ? entries : []),
    });
    const reported = describeElement(IMAGE as unknown as Element);
    return [reported?.served, reported?.answered];
  }
  afterEach(() => void vi.unstubAllGlobals());
  const served = { controller: {} };

  test.each([
    ["without one", undefined, [{ workerStart: 5, responseStatus: 200 }], [false, null]],
    [
      "with a service worker that does not control the page",
      { controller: null },
      [],
      [false, null],
    ],
    ["without an entry in the timeline", served, [], [true, null]],
    ["with a status", served, [{ workerStart: 5, responseStatus: 200 }], [true, 200]],
    ["with an opaque response", served, [{ workerStart: 5, responseStatus: 0 }], [true, 0]],
    ["with none", served, [{ workerStart: 0, responseStatus: 0 }], [true, "none"]],
    ["in Firefox", served, [{ workerStart: 0, responseStatus: 404 }], [true, 404]],
    ["in a browser that does not report a status", served, [{ workerStart: 5 }], [true, 0]],
    [
      "with the last of several entries",
      served,
      [
        { workerStart: 5, responseStatus: 200 },
        { workerStart: 5, responseStatus: 304 },
      ],
      [true, 304],
    ],
  ])("%s", (_name, serviceWorker, entries, wanted) => {
    expect(within(serviceWorker, entries)).toEqual(wanted);
  });

  test("is not served in a sandboxed document, which has no service workers", () => {
    vi.stubGlobal("navigator", {
      get serviceWorker() {
        throw new DOMException("sandboxed", "SecurityError");
      },
    });
    expect(describeElement(IMAGE as unknown as Element)?.served).toBe(false);
  });
});

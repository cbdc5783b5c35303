import { describe, expect, it } from "vitest";
import { CODE_NAMES } from "../../verdict/code-names.ts";
import { type CauseCode, CODES, type FindingCode, NOTE_CODES } from "../../verdict/codes.ts";
import { entryOf } from "./catalogue.ts";

const FETCH = "https://fetch.spec.whatwg.org/#";
const MDN = "https://developer.mozilla.org/en-US/docs/Web/";
const CORS_ERRORS = "HTTP/Guides/CORS/Errors/";

/** The anchors of the Fetch standard that readers are sent to. */
const CLAUSES: readonly string[] = [
  "concept-filtered-response-opaque",
  "concept-filtered-response-opaque-redirect",
  "concept-network-error",
  "concept-request-mode",
  "concept-request-redirect-mode",
  "cors-check",
  "cors-non-wildcard-request-header-name",
  "cors-preflight-fetch-0",
  "cors-protocol-and-credentials",
  "cors-protocol-and-http-caches",
  "cors-safelisted-method",
  "cross-origin-resource-policy-header",
  "dom-request",
  "fetch-controller-abort",
  "forbidden-method",
  "http-access-control-allow-credentials",
  "http-fetch",
  "http-redirect-fetch",
  "main-fetch",
  "should-response-to-request-be-blocked-due-to-mime-type?",
];

/** The pages of MDN, by their paths below `docs/Web/`. */
const PAGES: readonly string[] = [
  "API/AbortController",
  "API/FetchEvent/respondWith",
  "API/Permissions_API",
  "API/Request/cache",
  "API/Request/method",
  "API/Request/mode",
  "API/Request/redirect",
  "API/Window/fetch",
  "API/Window/fetch#exceptions",
  "HTTP/Guides/Authentication",
  "HTTP/Guides/CORS",
  "HTTP/Guides/CSP",
  "HTTP/Guides/Caching",
  "HTTP/Guides/Cross-Origin_Resource_Policy",
  "HTTP/Reference/Headers/Cross-Origin-Embedder-Policy",
  "HTTP/Reference/Headers/Location",
  "HTTP/Reference/Headers/Vary",
  "HTTP/Reference/Headers/X-Content-Type-Options",
  "HTTP/Reference/Headers/X-Frame-Options",
  "Security/Mixed_content",
  "Security/Secure_Contexts",
  "Security/Subresource_Integrity",
];

const OTHERS: readonly string[] = [
  "https://github.com/annevk/orb",
  "https://html.spec.whatwg.org/multipage/browsers.html#coep",
  "https://w3c.github.io/webappsec-csp/",
  "https://w3c.github.io/webappsec-csp/#directive-frame-ancestors",
  "https://w3c.github.io/webappsec-mixed-content/",
  "https://w3c.github.io/webappsec-subresource-integrity/",
  "https://wicg.github.io/local-network-access/",
];

/** MDN has a page for each of Firefox's CORS messages, under the message's name. */
const errorPage = (name: string) => `${MDN}${CORS_ERRORS}${name}`;

const FIREFOX_NAMES = Object.values(CODE_NAMES).flatMap(({ gecko }) => gecko ?? []);

describe("the links of", () => {
  it.each([...Object.keys(CODES), ...NOTE_CODES] as FindingCode[])("%s", (code) => {
    const links = entryOf(code).learnMore.map(({ url }) => url);
    const known = [
      ...CLAUSES.map((id) => FETCH + id),
      ...[...PAGES, ...FIREFOX_NAMES.map((name) => CORS_ERRORS + name)].map((path) => MDN + path),
      ...OTHERS,
    ];
    expect(links.filter((link) => !known.includes(link))).toEqual([]);
    // The standard first, then the explanation.
    expect(links.map((link) => link.startsWith(MDN))).toEqual([false, true]);
  });

  // https://www.w3.org/WAI/WCAG22/Understanding/link-purpose-in-context : the label names the site and the
  // topic.
  it.each([...Object.keys(CODES), ...NOTE_CODES] as FindingCode[])(
    "%s have a title for their target",
    (code) => {
      for (const { label, url } of entryOf(code).learnMore) {
        const [, whose, what] = /^(?:(.+?): )?(.+)$/.exec(label) ?? [];
        expect(what).toMatch(/\w/);
        if (url.startsWith(FETCH)) expect(whose).toBe("Fetch standard");
        if (url.startsWith(MDN)) expect(whose).toBe("MDN");
      }
    },
  );

  // Readers of Firefox's console look for the page about the message. A forbidden redirect has none.
  it.each(
    (Object.keys(CODES) as CauseCode[]).filter(
      (code) => CODE_NAMES[code].gecko !== null && code !== "unsafe-redirect",
    ),
  )("%s lead to MDN's page on Firefox's own message", (code) => {
    const links = entryOf(code).learnMore.map(({ url }) => url);
    expect(links).toContain(errorPage(CODE_NAMES[code].gecko as string));
  });

  it("use every known clause and page", () => {
    const links = ([...Object.keys(CODES), ...NOTE_CODES] as FindingCode[]).flatMap((code) =>
      entryOf(code).learnMore.map(({ url }) => url),
    );
    const unused = [...CLAUSES.map((id) => FETCH + id), ...PAGES.map((path) => MDN + path)];
    expect([...unused, ...OTHERS].filter((link) => !links.includes(link))).toEqual([]);
  });
});

import { mdn } from "../references.ts";
import type { Subject } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const csp: CatalogueEntry = {
  title: (s) => `Allow ${s.site} in ${directive(s)} of your page's Content-Security-Policy`,
  short: (s) => `not CORS: your page's CSP (${directive(s)})`,
  because: (s) => [
    `Your own page's Content-Security-Policy does not allow ${s.url}`,
    `The browser stopped the call before it was sent, so ${s.host} had no say in it.`,
  ],
  fix: (s) => [
    `On the answer that serves your page, add ${s.site} to ${directive(s)} in Content-Security-Policy.`,
  ],
  learnMore: [
    { label: "Content Security Policy standard", url: "https://w3c.github.io/webappsec-csp/" },
    mdn("HTTP/Guides/CSP", "Content Security Policy"),
  ],
};

/** The directive named by the browser, else the one that governs such a destination. */
function directive(s: Subject): string {
  return /^[a-z]+(?:-[a-z]+)*$/.test(s.parameter)
    ? s.parameter
    : `${DIRECTIVE[s.verdict.destination] ?? "connect"}-src`;
}

const DIRECTIVE: Readonly<Record<string, string>> = {
  audio: "media",
  font: "font",
  frame: "frame",
  iframe: "frame",
  image: "img",
  manifest: "manifest",
  object: "object",
  script: "script",
  sharedworker: "worker",
  style: "style",
  track: "media",
  video: "media",
  worker: "worker",
};

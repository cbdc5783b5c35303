import { get } from "../../http/header-list.ts";
import { plainText, sentenceCase } from "../plain-text.ts";
import { mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const orb: CatalogueEntry = {
  title: (s) =>
    `Answer ${s.target} with the content that the page expects${s.verdict.destination && ` (${plainText(s.verdict.destination, 20)})`}`,
  short: () => "not CORS: opaque response blocking",
  because: (s) => {
    const type = plainText(get(s.headers, "Content-Type"));
    return [
      type === ""
        ? `${sentenceCase(s.answer)} did not look like something that a page may embed.`
        : `${sentenceCase(s.answer)}${s.status && ` (${s.status})`} has Content-Type: ${type}`,
      "Without CORS, a page may embed images, media, scripts and styles of others, and nothing else: the browser discarded the rest.",
    ];
  },
  fix: (s) => [
    `Check that ${s.url} is the right URL, and not an error or sign-in page.`,
    "Send the true Content-Type with it.",
    'If your script wants to read it, use fetch with mode "cors" and have the answer allow your origin.',
  ],
  learnMore: [
    { label: "Opaque Response Blocking", url: "https://github.com/annevk/orb" },
    mdn("HTTP/Guides/CORS", "CORS"),
  ],
};

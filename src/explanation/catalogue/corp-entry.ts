import { sentenceCase } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import { says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

const HEADER = "Cross-Origin-Resource-Policy";

/** What the three blocks by Cross-Origin-Resource-Policy share. */
export function corpEntry(
  own: Pick<CatalogueEntry, "short"> & {
    /** For the title, after what to do: ": your page's COEP asks for it". */
    readonly reason?: string;
    readonly happened: CatalogueEntry["because"];
    readonly fix?: string;
  },
): CatalogueEntry {
  return {
    title: (s) => `Send ${HEADER}: cross-origin on ${s.target}${own.reason ?? ""}`,
    short: own.short,
    because: (s) => [`${sentenceCase(s.answer)} ${says(s, HEADER)}`, ...own.happened(s)],
    fix: (s) => [
      `If other sites may embed it, send on ${s.answer} ${HEADER}: cross-origin`,
      "Or load it with CORS (the crossorigin attribute) and have the answer allow your origin: this header then does not apply.",
      ...(own.fix === undefined ? [] : [own.fix]),
    ],
    learnMore: [
      fetchStandard("cross-origin-resource-policy-header", "CORP"),
      mdn("HTTP/Guides/Cross-Origin_Resource_Policy", "CORP"),
    ],
  };
}

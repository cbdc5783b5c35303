import { allowOriginAdvice } from "../allow-origin-advice.ts";
import { plainText } from "../plain-text.ts";
import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const opaqueNoCors: CatalogueEntry = {
  title: (s) =>
    s.verdict.destination === ""
      ? `Drop mode "no-cors" from the call if your script needs the answer to ${s.target}`
      : `Nothing to change, unless your script wants to read this ${plainText(s.verdict.destination, 20)}`,
  short: () => "opaque (no-cors)",
  because: (s) => [
    `${s.target} was made without CORS (mode "no-cors").`,
    "The answer arrives and can be used, but no script can read its status, headers or content.",
  ],
  fix: (s) => {
    if (s.verdict.destination !== "") {
      return [
        `To read it (a canvas, for example), add crossorigin to the element and have ${s.host} allow ${s.pageOrigin}.`,
      ];
    }
    return [
      'To read it, drop mode: "no-cors" from the call, and have the answer allow your origin:',
      ...allowOriginAdvice(s),
    ];
  },
  learnMore: [
    fetchStandard("concept-filtered-response-opaque", "opaque filtered response"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const noCorsMethodNotSafelisted: CatalogueEntry = {
  title: (s) => `Use mode "cors" for ${s.parameter || s.method} ${s.path}`,
  short: () => "no-cors allows GET, HEAD and POST only",
  because: (s) => [
    `Your call asks for the method ${s.parameter || s.method} with mode "no-cors".`,
    "That mode allows GET, HEAD and POST only. The call throws, and nothing is sent.",
  ],
  fix: (s) => [
    `Drop mode: "no-cors" from the call, and have ${s.host} allow ${s.pageOrigin} and the method ${s.parameter || s.method}.`,
  ],
  learnMore: [
    fetchStandard("cors-safelisted-method", "CORS-safelisted method"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const forbiddenMethod: CatalogueEntry = {
  title: (s) => `Use another method than ${s.parameter || s.method}: scripts may not send it`,
  short: (s) => `${s.parameter || s.method} is a forbidden method`,
  because: (s) => [
    `Your call asks for the method ${s.parameter || s.method}.`,
    "CONNECT, TRACE and TRACK are forbidden to scripts. The call throws, and nothing is sent.",
  ],
  fix: () => ["Use GET, POST or another method that the server offers."],
  learnMore: [
    fetchStandard("forbidden-method", "forbidden method"),
    mdn("API/Request/method", "Request.method"),
  ],
};

import { fetchStandard, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const noCorsStreamBody: CatalogueEntry = {
  title: (s) => `Send a string or a Blob to ${s.path}, or use mode "cors"`,
  short: () => "no-cors cannot send a stream",
  because: () => [
    'Your call sends a stream with mode "no-cors".',
    'A stream can be sent with mode "cors" or "same-origin" only. The call throws, and nothing is sent.',
  ],
  fix: (s) => [
    "Read the stream first, and send its content as a string or a Blob.",
    `Or drop mode: "no-cors" from the call, and have ${s.host} answer the preflight and allow ${s.pageOrigin}.`,
  ],
  learnMore: [
    fetchStandard("dom-request", "Request constructor"),
    mdn("API/Request/mode", "Request.mode"),
  ],
};

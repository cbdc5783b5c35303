import { AO } from "../case.test-builder.ts";
import { withLines, without } from "./messages.test-helper.ts";
import {
  bare,
  inAll,
  inResponse,
  LACKS,
  MISMATCH,
  type Mistake,
  onlyIf,
} from "./mistake.test-builder.ts";

/** The lines of a response from a CDN's store. */
const STORED = ["X-Cache: HIT", "Age: 70"];

/** A CDN between browser and server stored the response. */
export const CACHE_MISTAKES: readonly Mistake[] = [
  {
    name: "a CDN's copy for another page",
    isAlone: true,
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) =>
        withLines(without(response, /^vary$/), `${AO}: https://two.example`, ...STORED),
      ),
    ),
    names: [...MISMATCH, "likely proxy shared-cache-other-origin"],
  },
  {
    name: "a CDN's copy without CORS headers",
    isAlone: true,
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) =>
        withLines(without(response, /^(?:access-control-|vary$)/), ...STORED),
      ),
    ),
    names: [
      "certain server missing-allow-origin",
      "likely server host-without-cors",
      "certain server allowed-by-preflight-only",
      "likely proxy shared-cache-without-cors",
    ],
  },
  // A CDN's copy that shows the server's own mistake.
  {
    name: "another site with a slash, stored by a CDN",
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) => withLines(response, `${AO}: https://two.example/`, ...STORED)),
    ),
    names: MISMATCH,
    isAlone: true,
    isEvident: true,
  },
  {
    name: "no CORS header in any response, ever, stored by a CDN",
    make: onlyIf(
      ({ method }) => method === "GET",
      inAll((response) => withLines(bare(response), ...STORED)),
    ),
    names: LACKS,
    isAlways: true,
    isEvident: true,
  },
];

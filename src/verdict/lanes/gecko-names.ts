import { CODE_NAMES } from "../code-names.ts";
import type { LaneNames } from "../lane-rules.ts";
import type { Cause } from "../verdict.ts";

/** As in the console of Firefox 153. */
export const GECKO_NAMES: LaneNames = { product: "Firefox", nameOf };

function nameOf({ code, family, stage, parameter }: Cause): string | null {
  const { gecko } = CODE_NAMES[code];
  // Errors of the network and of clients have their names in the event that reported them.
  const isOfEvent = gecko === null || family === "network";
  if (isOfEvent && parameter?.startsWith("NS_ERROR_")) return parameter;
  // Gecko names the scheme that a redirect leads to only if it once spoke that protocol.
  const unspoken = code === "cors-disabled-scheme" && stage === "redirect";
  return unspoken && parameter !== "ftp" ? "CORSDidNotSucceed" : gecko;
}

import { CODE_NAMES } from "../code-names.ts";
import type { LaneNames } from "../lane-rules.ts";
import type { Cause } from "../verdict.ts";

/** Names as in the console of Firefox 153. */
export const GECKO_NAMES: LaneNames = { product: "Firefox", nameOf };

function nameOf({ code, family, stage, parameter }: Cause): string | null {
  const { gecko } = CODE_NAMES[code];
  // Network and client errors keep the name from their event.
  const isOfEvent = gecko === null || family === "network";
  if (isOfEvent && parameter?.startsWith("NS_ERROR_")) return parameter;
  // Gecko reports a redirect's scheme only if it once supported that protocol.
  const unspoken = code === "cors-disabled-scheme" && stage === "redirect";
  return unspoken && parameter !== "ftp" ? "CORSDidNotSucceed" : gecko;
}

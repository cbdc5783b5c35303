import { CODE_NAMES } from "../code-names.ts";
import type { LaneNames } from "../lane-rules.ts";
import type { Cause } from "../verdict.ts";

/** As in the DevTools protocol of Chromium 156. */
export const CHROMIUM_NAMES: LaneNames = { product: "Chromium", nameOf };

function nameOf({ code, stage, parameter }: Cause): string | null {
  const { chromium, chromiumPreflight } = CODE_NAMES[code];
  // Errors of the network and of clients have their names in the event that reported them.
  if (chromium === null && parameter?.startsWith("net::")) return parameter;
  // After a redirect Blink itself stops it, and the protocol tells blockedReason "origin" alone.
  if (code === "disallowed-by-mode" && stage === "redirect") return null;
  // Local files are refused by an older rule, without a CorsError.
  if (code === "cors-disabled-scheme" && parameter === "file") return null;
  return stage === "preflight" ? (chromiumPreflight ?? chromium) : chromium;
}

import { CODE_NAMES } from "../code-names.ts";
import type { LaneNames } from "../lane-rules.ts";
import type { Cause } from "../verdict.ts";

/** Names as in the DevTools protocol of Chromium 156. */
export const CHROMIUM_NAMES: LaneNames = { product: "Chromium", nameOf };

function nameOf({ code, stage, parameter }: Cause): string | null {
  const { chromium, chromiumPreflight } = CODE_NAMES[code];
  // Network and client errors keep the name from their event.
  if (chromium === null && parameter?.startsWith("net::")) return parameter;
  // After a redirect, Blink blocks the request, and the protocol reports only blockedReason "origin".
  if (code === "disallowed-by-mode" && stage === "redirect") return null;
  // An older check refuses local files, without a CorsError.
  if (code === "cors-disabled-scheme" && parameter === "file") return null;
  return stage === "preflight" ? (chromiumPreflight ?? chromium) : chromium;
}

import type { Capture } from "../capture/capture.ts";
import type { Shareable } from "./redact.ts";

/** Type-checked against the schema, whose code is loaded only when a file is opened. */
const VERSION: Capture["version"] = 1;

/** The saved form of a recording, which can be judged again. */
export function toCapture(
  shared: readonly Shareable[],
  about: Pick<Capture, "browser" | "dropped" | "redacted"> & { readonly exportedAt: Date },
): Shareable<Capture> {
  const { browser, dropped, redacted, exportedAt } = about;
  const capture: Capture = {
    version: VERSION,
    exportedAt: exportedAt.toISOString(),
    browser: { name: browser.name, version: browser.version },
    redacted,
    dropped,
    exchanges: shared.map(({ exchange }) => exchange),
  };
  // The exchanges are shareable, and the rest holds no recorded data.
  return capture as Shareable<Capture>;
}

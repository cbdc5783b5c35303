import { browserVersion, extensionVersion } from "../platform/browser-version.ts";
import type { Provenance } from "../report/make-report.ts";

/** The extension version and browser that a report names as its origin. */
export function provenance(): Provenance {
  return { creatorVersion: extensionVersion(), browser: browserVersion() };
}

import { browserVersion, extensionVersion } from "../platform/browser-version.ts";
import type { Provenance } from "../report/make-report.ts";

/** What a report says of the extension and the browser that made it. */
export function provenance(): Provenance {
  return { creatorVersion: extensionVersion(), browser: browserVersion() };
}

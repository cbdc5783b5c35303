import type { RequestModes } from "../../../src/verdict/standard/main-fetch.ts";
import { trueReading as chromiumReading } from "../reading.ts";
import type { Ask } from "../scenario.ts";

/** The mode and credentials mode with which Gecko makes a call. */
export function trueReading(ask: Ask): RequestModes {
  // It makes text of a stream.
  if (ask.api === "fetch") return chromiumReading({ ...ask, body: "none" });
  // A font is fetched with CORS, whatever its preload says.
  if (ask.api === "preload" && ask.as === "font") return chromiumReading({ api: "font" });
  return chromiumReading(ask);
}

import type { RequestModes } from "../../../src/verdict/standard/main-fetch.ts";
import { trueReading as chromiumReading } from "../reading.ts";
import type { RequestPlan } from "../scenario.ts";

/** The mode and credentials mode with which Gecko makes a call. */
export function trueReading(request: RequestPlan): RequestModes {
  // It makes text of a stream.
  if (request.api === "fetch") return chromiumReading({ ...request, body: "none" });
  // A font is fetched with CORS, whatever its preload says.
  if (request.api === "preload" && request.as === "font") return chromiumReading({ api: "font" });
  return chromiumReading(request);
}

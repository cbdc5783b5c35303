import type { RequestModes } from "../../../src/verdict/standard/main-fetch.ts";
import { trueReading as chromiumReading } from "../reading.ts";
import type { RequestPlan } from "../scenario.ts";

/** The mode and credentials mode of a call in Gecko. */
export function trueReading(request: RequestPlan): RequestModes {
  // Gecko converts a stream to text.
  if (request.api === "fetch") return chromiumReading({ ...request, body: "none" });
  // Gecko fetches fonts with CORS, whatever their preload specifies.
  if (request.api === "preload" && request.as === "font") return chromiumReading({ api: "font" });
  return chromiumReading(request);
}

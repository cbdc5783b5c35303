import type { RequestModes } from "../../src/verdict/standard/main-fetch.ts";
import type { RequestPlan } from "./scenario.ts";

/** The mode and credentials mode of a call. */
export function trueReading(request: RequestPlan): RequestModes {
  switch (request.api) {
    case "fetch":
      // Chromium uses mode "cors" for a request with a stream body, even if "same-origin" was given.
      if (request.body === "stream" && request.mode === "same-origin") {
        return { mode: "cors", credentials: request.credentials ?? "same-origin" };
      }
      return { mode: request.mode ?? "cors", credentials: request.credentials ?? "same-origin" };
    case "xhr":
    case "event-source":
      return { mode: "cors", credentials: request.withCredentials ? "include" : "same-origin" };
    case "frame":
      return { mode: "navigate", credentials: "include" };
    case "beacon":
      return { mode: isFormType(request.type ?? "") ? "no-cors" : "cors", credentials: "include" };
    case "font":
    case "shape-outside":
    case "mask-image":
      return { mode: "cors", credentials: "same-origin" };
    case "background-image":
      return { mode: "no-cors", credentials: "include" };
    case "module":
    case "modulepreload":
    case "manifest":
      return {
        mode: "cors",
        credentials: request.crossOrigin === "use-credentials" ? "include" : "same-origin",
      };
    default:
      return {
        mode: request.crossOrigin ? "cors" : request.api === "track" ? "same-origin" : "no-cors",
        credentials: request.crossOrigin === "anonymous" ? "same-origin" : "include",
      };
  }
}

/** Whether a call's credentials mode is "include". */
export function includesCredentials(request: RequestPlan): boolean {
  return trueReading(request).credentials === "include";
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
function isFormType(type: string): boolean {
  return /^(?:text\/plain|multipart\/form-data|application\/x-www-form-urlencoded|)(?:$|;)/.test(
    type,
  );
}

import type { RepeatedCall } from "../progress/repeated-call.ts";

/**
 * Makes a request of the page again. Runs in the page's world and crosses as its source text. The
 * name of the method stands in the call's stack, by which the request is known (checked-again.ts).
 */
export function makeCall({ origin, url, via, init }: RepeatedCall): void {
  // The frame may show another document by now.
  if (self.origin !== origin) return;
  const { credentials, mode, headers } = init;
  const included = credentials === "include";
  ({
    crosscheckChecksAgain() {
      if (via === "event-source") {
        const source = new EventSource(url, { withCredentials: included });
        source.onopen = source.onerror = () => source.close();
      } else if (via === "image") {
        const image = new Image();
        if (mode === "cors") image.crossOrigin = included ? "use-credentials" : "anonymous";
        image.src = url;
      } else {
        // What is not read to its end is cut off, and looks aborted.
        fetch(url, { ...init, headers: headers as [string, string][] })
          .then((response) => response.blob())
          .catch(() => {});
      }
    },
  }).crosscheckChecksAgain();
}

import type { RepeatedCall } from "../progress/repeated-call.ts";

/**
 * Repeats a request of the page. Runs in the page's world and is passed as source text. The method's name
 * appears in the call's stack, which identifies the request (exchange/checked-again.ts).
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
        // A fetch whose body is not read to its end is cancelled and looks aborted.
        fetch(url, { ...init, headers: headers as [string, string][] })
          .then((response) => response.blob())
          .catch(() => {});
      }
    },
  }).crosscheckChecksAgain();
}

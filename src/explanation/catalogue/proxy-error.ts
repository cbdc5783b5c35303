import { networkEntry } from "./network-entry.ts";

export const proxyError = networkEntry({
  short: "proxy error",
  title: (s) => `Check the proxy between you and ${s.host}`,
  happened: (s) => `The proxy that your browser uses did not let ${s.target} through.`,
  fix: () => [
    "Check the proxy settings of the browser and the system, and whether the proxy wants a sign-in.",
  ],
});

import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const insecureLocalNetwork: CatalogueEntry = {
  title: (s) => `Serve ${s.pageOrigin} over https to reach ${s.host} on the local network`,
  short: () => "local network needs an https page",
  because: (s) => [
    `${s.host} is on your local network or on this machine, and the page on ${s.pageOrigin} is not.`,
    "Browsers let such a page reach it from a secure (https) context only.",
  ],
  fix: () => [
    "Serve the page over https. The browser can then ask the user for leave.",
    "No response header changes this.",
  ],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("Security/Secure_Contexts", "secure contexts")],
};

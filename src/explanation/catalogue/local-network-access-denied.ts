import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const localNetworkAccessDenied: CatalogueEntry = {
  title: (s) => `Give ${s.pageOrigin} leave to reach ${s.host} on the local network`,
  short: () => "local network access not permitted",
  because: (s) => [
    `${s.host} is on your local network or on this machine, and the page on ${s.pageOrigin} is not.`,
    "The browser asks the user before such a call, and leave was not given.",
  ],
  fix: () => [
    "Allow local network access for the site: in the prompt, or in the site's settings beside the address bar.",
    'In a frame from another origin, the frame element also needs allow="local-network-access".',
    "No response header changes this.",
  ],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("API/Permissions_API", "Permissions API")],
};

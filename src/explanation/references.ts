import type { Reference } from "./explanation.ts";

/** A section of the Fetch standard. */
export function fetchStandard(anchor: string, label: string): Reference {
  return { label: `Fetch standard: ${label}`, url: `https://fetch.spec.whatwg.org/#${anchor}` };
}

/** MDN's page about one of Firefox's CORS errors. */
export function mdnCorsError(name: string): Reference {
  return { label: `MDN: ${name}`, url: `${MDN}HTTP/Guides/CORS/Errors/${name}` };
}

/** Another page of MDN, by its path below `docs/Web/`. */
export function mdn(path: string, label: string): Reference {
  return { label: `MDN: ${label}`, url: MDN + path };
}

const MDN = "https://developer.mozilla.org/en-US/docs/Web/";

export const MDN_CORS = mdn("HTTP/Guides/CORS", "CORS");
export const CORS_CHECK = fetchStandard("cors-check", "CORS check");
export const PREFLIGHT_FETCH = fetchStandard("cors-preflight-fetch-0", "CORS-preflight fetch");
export const LOCAL_NETWORK_ACCESS: Reference = {
  label: "Local Network Access",
  url: "https://wicg.github.io/local-network-access/",
};

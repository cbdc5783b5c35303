import type { ElementFailure, PageCall } from "./page-call.ts";

/** A call as the probe tells it: a plain fetch of https://api.test/items, with overrides. */
export function aCall(overrides: Partial<PageCall> = {}): PageCall {
  return {
    api: "fetch",
    url: "https://api.test/items",
    method: "GET",
    mode: "cors",
    credentials: "same-origin",
    redirect: "follow",
    onlyIfCached: false,
    hasIntegrity: false,
    headerNames: [],
    body: "none",
    uploadListener: null,
    keepalive: false,
    targetAddressSpace: null,
    stack: null,
    ...overrides,
  };
}

/** An element's failure as the probe tells it: of one that says nothing of CORS, with overrides. */
export function aFailure(overrides: Partial<ElementFailure> = {}): ElementFailure {
  return {
    url: "https://api.test/items",
    hasIntegrity: false,
    mode: null,
    credentials: null,
    ...overrides,
  };
}

import type { ElementRequest, PageCall, PageCallResult } from "./page-call.ts";

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
    served: false,
    headerNames: [],
    body: "none",
    uploadListener: null,
    keepalive: false,
    targetAddressSpace: null,
    stack: null,
    ...overrides,
  };
}

/** What a script element requests: https://api.test/items, with overrides. */
export function anElement(overrides: Partial<ElementRequest> = {}): ElementRequest {
  return {
    url: "https://api.test/items",
    resourceType: "script",
    mode: "no-cors",
    credentials: "include",
    hasIntegrity: false,
    served: false,
    answered: null,
    ...overrides,
  };
}

/** The same of one that says nothing of CORS. */
export function aFailure(overrides: Partial<ElementRequest> = {}): ElementRequest {
  return anElement({ mode: null, credentials: null, ...overrides });
}

/** What a page has of a call that failed without a reason. */
export const REJECTED = {
  result: "rejected",
  responseType: null,
  status: null,
  errorName: "TypeError",
} as const satisfies PageCallResult;

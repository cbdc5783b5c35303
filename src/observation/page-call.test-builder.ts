import type { ElementRequest, PageCall, PageCallResult } from "./page-call.ts";

/** A call as the probe reports it: a plain fetch of https://api.test/items, with overrides. */
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

/** The request of a script element for https://api.test/items, with overrides. */
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

/** The request of an element whose mode is not known, with overrides. */
export function aFailure(overrides: Partial<ElementRequest> = {}): ElementRequest {
  return anElement({ mode: null, credentials: null, ...overrides });
}

/** A call that failed without a reason, as the page sees it. */
export const REJECTED = {
  result: "rejected",
  responseType: null,
  status: null,
  errorName: "TypeError",
} as const satisfies PageCallResult;

/** A call that got a response with CORS, as the page sees it. */
export const RESOLVED = {
  result: "resolved",
  responseType: "cors",
  status: 200,
  errorName: null,
} as const satisfies PageCallResult;

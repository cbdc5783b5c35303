import type { HeaderList } from "../http/header-list.ts";
import type { Navigated, RequestFacts, RequestObservation } from "./observation.ts";

/** The facts of a request in tab 1 by the page https://app.test, with overrides. */
export function someFacts(overrides: Partial<RequestFacts> = {}): RequestFacts {
  return {
    requestId: "1",
    tabId: 1,
    frameId: 0,
    parentFrameId: -1,
    documentId: "D1",
    documentLifecycle: "active",
    resourceType: "xmlhttprequest",
    initiator: "https://app.test",
    ...overrides,
  };
}

/** A committed navigation to https://app.test/ in tab 1, with overrides. */
export function aNavigation(overrides: Partial<Navigated> = {}): Navigated {
  return {
    kind: "navigated",
    tabId: 1,
    frameId: 0,
    parentFrameId: -1,
    timeStamp: 0,
    url: "https://app.test/",
    documentId: "D1",
    parentDocumentId: null,
    documentLifecycle: null,
    ...overrides,
  };
}

/** The inputs of the event sequences below. */
export interface Life {
  readonly facts: RequestFacts;
  readonly url: string;
  readonly method: string;
  /** When the request begins; each event comes `step` after the one before. */
  readonly at: number;
  readonly step?: number;
  readonly requestHeaders?: HeaderList;
  readonly status?: number;
  readonly responseHeaders?: HeaderList;
}

/** The events of a request that gets a response and completes. */
export function completedLife(life: Life): RequestObservation[] {
  const event = eventOf(life);
  return [
    { kind: "started", ...event(0) },
    { kind: "headers-sent", ...event(1), headers: life.requestHeaders ?? [] },
    {
      kind: "headers-received",
      ...event(2),
      status: life.status ?? 200,
      statusText: "OK",
      headers: life.responseHeaders ?? [],
    },
    {
      kind: "completed",
      ...event(3),
      status: life.status ?? 200,
      fromCache: false,
      ip: "127.0.0.1",
      headers: life.responseHeaders ?? [],
    },
  ];
}

/**
 * The events of a request whose preflight failed, as Chromium reports it: the request is never sent.
 *
 * @param error "net::ERR_ABORTED" for an aborted request.
 */
export function neverSentLife(
  life: Life,
  endsAt: number,
  error = "net::ERR_FAILED",
): RequestObservation[] {
  const event = eventOf(life);
  return [
    { kind: "started", ...event(0) },
    {
      kind: "failed",
      ...event(0),
      timeStamp: endsAt,
      error,
      fromCache: false,
      ip: null,
    },
  ];
}

/** The events of a preflight for `requests`, which gets a response and completes. */
export function preflightLife(life: Life & { readonly requests: string }): RequestObservation[] {
  return completedLife({
    ...life,
    method: "OPTIONS",
    requestHeaders: [
      ["Origin", life.facts.initiator ?? "null"],
      ["Access-Control-Request-Method", life.requests],
      ...(life.requestHeaders ?? []),
    ],
    status: life.status ?? 204,
  });
}

function eventOf(life: Life) {
  return (index: number) => ({
    ...life.facts,
    url: life.url,
    method: life.method,
    timeStamp: life.at + index * (life.step ?? 1),
  });
}

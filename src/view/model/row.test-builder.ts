import type { Exchange, Hop } from "../../exchange/exchange.ts";
import { originOf } from "../../http/origin.ts";
import { type CauseCode, familyOf } from "../../verdict/codes.ts";
import { forEachLane } from "../../verdict/lane-name.ts";
import type { Cause, Lane, Mode, Outcome, Verdict } from "../../verdict/verdict.ts";
import { type Row, rowOf } from "./row.ts";

/** For tests: a row that says what is asked of it and is otherwise unremarkable. */
export interface RowSample {
  id?: string;
  url?: string;
  method?: string;
  status?: number | null;
  redirectTo?: string;
  frameId?: number;
  resourceType?: string;
  crossOrigin?: boolean;
  mode?: Mode;
  outcome?: Outcome;
  code?: CauseCode;
  parameter?: string;
}

export function aRow(sample: RowSample = {}): Row {
  return rowOf(anExchange(sample), aVerdict(sample));
}

export function anExchange(sample: RowSample = {}): Exchange {
  const { id = "1", url = "https://api.shop.test/", redirectTo, frameId = 0 } = sample;
  return {
    id,
    browser: "chromium",
    tabId: 1,
    frameId,
    parentFrameId: -1,
    documentId: null,
    documentLifecycle: null,
    resourceType: sample.resourceType ?? "xmlhttprequest",
    initiatorOrigin: "https://app.shop.test",
    startedAt: 0,
    endedAt: 1,
    hops: [aHop(url, sample), ...(redirectTo === undefined ? [] : [aHop(redirectTo, sample)])],
    ending: { kind: "completed" },
    completeness: "complete",
    cachedFrom: null,
    otherAskers: [],
    embedderPolicy: null,
    ancestorOrigins: [],
    documentShown: false,
    documentOrigins: [],
    topOrigin: null,
    stack: null,
    call: null,
    callResult: null,
    violation: null,
    element: null,
    elementFailed: false,
    timedStatus: null,
    answeredByWorker: null,
  };
}

function aHop(url: string, { method = "GET", status = 200 }: RowSample): Hop {
  return {
    url,
    origin: originOf(url),
    method,
    startedAt: 0,
    requestHeaders: [],
    sentAt: 0,
    preflight: null,
    response:
      status === null
        ? null
        : {
            status,
            statusText: "",
            headers: [],
            linesTold: false,
            rewrittenHeaders: null,
            receivedAt: 1,
            fromCache: false,
            ip: null,
          },
    redirect: null,
  };
}

export function aVerdict(sample: RowSample = {}): Verdict {
  const { outcome = "allowed", code, parameter = null, crossOrigin = true, mode = "cors" } = sample;
  const cause: Cause | null =
    code === undefined
      ? null
      : { code, family: familyOf(code), stage: "response", hop: 0, parameter };
  const lane: Lane = { outcome, cause, name: null, open: null };
  return {
    crossOrigin,
    initiatorOrigin: "https://app.shop.test",
    destination: "",
    mode: { value: mode, basis: "observed" },
    credentials: { value: "same-origin", basis: "assumed" },
    outcome,
    outcomeBasis: "observed",
    rule: "by-hypotheses",
    cause,
    certainty: "certain",
    alternatives: [],
    lanes: forEachLane(() => lane),
    findings: [],
    preflight: { needed: false, because: [], seen: "none" },
    reachedServer: true,
    exposedHeaders: [],
    remedy: null,
    originPerHop: ["https://app.shop.test"],
    steps: [],
  };
}

import {
  anExchange as aRecordedExchange,
  type HopInit,
} from "../../exchange/exchange.test-builder.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import type { CauseCode } from "../../verdict/codes.ts";
import {
  aCause,
  aVerdict as aJudgedVerdict,
  aJudgement,
} from "../../verdict/verdict.test-builder.ts";
import type { Judgement, Mode, Outcome, Verdict } from "../../verdict/verdict.ts";
import { type Row, rowOf } from "./row.ts";

/** For tests: a row with the values that a test sets, otherwise with defaults. */
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
  trial?: true;
}

export function aRow(sample: RowSample = {}): Row {
  return rowOf(anExchange(sample), aVerdict(sample));
}

export function anExchange(sample: RowSample = {}): Exchange {
  const { id = "1", url = "https://api.shop.test/", redirectTo, frameId = 0 } = sample;
  return {
    ...aRecordedExchange({
      id,
      frameId,
      documentId: null,
      documentLifecycle: null,
      resourceType: sample.resourceType ?? "xmlhttprequest",
      initiatorOrigin: "https://app.shop.test",
      startedAt: 0,
      endedAt: 1,
      embedderPolicy: null,
      hops: [aHop(url, sample), ...(redirectTo === undefined ? [] : [aHop(redirectTo, sample)])],
    }),
    tabId: 1,
    ...(sample.trial && { trial: true }),
  } as Exchange;
}

function aHop(url: string, { method = "GET", status = 200 }: RowSample): HopInit {
  return {
    ...{ url, method, startedAt: 0, requestHeaders: [], sentAt: 0, redirect: null },
    response: status === null ? null : { status, headers: [], receivedAt: 1, ip: null },
  };
}

export function aVerdict(sample: RowSample = {}): Verdict {
  const { outcome = "allowed", code, parameter = null, crossOrigin = true, mode = "cors" } = sample;
  const usual = aJudgement(outcome);
  return aJudgedVerdict({
    ...(code === undefined
      ? usual
      : ({ outcome, cause: aCause(code, { parameter }) } as Judgement)),
    crossOrigin,
    initiatorOrigin: "https://app.shop.test",
    mode: { value: mode, basis: "observed" },
    credentials: { value: "same-origin", basis: "assumed" },
  });
}

import { get, type HeaderList, sameHeaderList, sameHeaderName } from "../http/header-list.ts";
import type { DevToolsEntry } from "../observation/observation.ts";
import type { Hop, Preflight, Response } from "./exchange.ts";
import { isExchange, type TabEvidence } from "./tab-evidence.ts";

const NAME = "Access-Control-Allow-Origin";
/** How far the clocks of Firefox's network monitor and webRequest may differ, in ms. */
const CLOCK_SLACK = 250;

/**
 * A hop with the lines of Access-Control-Allow-Origin separate in its responses, where DevTools reported
 * them: Gecko's webRequest shows two lines and one list the same.
 */
export function withLinesApart(evidence: TabEvidence, hop: Hop): Hop {
  const { preflight } = hop;
  return {
    ...hop,
    response: linesApart(evidence, hop, hop),
    preflight: preflight && {
      ...preflight,
      response: linesApart(evidence, { ...preflight, method: "OPTIONS" }, preflight),
    },
  };
}

/** The exchanges with a hop to a URL. */
export function requestersOf(evidence: TabEvidence, url: string): string[] {
  const found: string[] = [];
  for (const [id, entry] of evidence.requests) {
    if (!entry.read.hops.some((hop) => hop.url === url)) continue;
    if (entry.owner !== null) found.push(entry.owner.requestId);
    else if (isExchange(entry)) found.push(id);
  }
  return found;
}

function linesApart(
  evidence: TabEvidence,
  requested: Pick<Hop, "url" | "method" | "startedAt">,
  { response }: Hop | Preflight,
): Response | null {
  if (response === null || response.rewrittenHeaders !== null) return response;
  const joined = get(response.headers, NAME);
  if (joined === null || !joined.includes(",")) return response;
  // DevTools has no request ids: the entries count only if all candidates agree.
  let lines: HeaderList | null = null;
  for (const [, { entry }] of evidence.devToolsEntries.find("url", requested.url)) {
    const { allowOrigin } = entry;
    if (allowOrigin === null || !mayBe(entry, requested) || get(allowOrigin, NAME) !== joined)
      continue;
    if (lines !== null && !sameHeaderList(lines, allowOrigin)) return response;
    lines = allowOrigin;
  }
  if (lines === null) return response;
  return { ...response, linesSeen: true, headers: replaced(response.headers, lines) };
}

function mayBe(
  { method, timeStamp, endedAt }: DevToolsEntry,
  requested: Pick<Hop, "method" | "startedAt">,
): boolean {
  const { startedAt } = requested;
  const isThen = timeStamp - CLOCK_SLACK <= startedAt && startedAt <= endedAt + CLOCK_SLACK;
  return method === requested.method && isThen;
}

/** The list with the name's first line replaced by these lines, and its other lines removed. */
function replaced(headers: HeaderList, lines: HeaderList): HeaderList {
  const at = headers.findIndex(([name]) => sameHeaderName(name, NAME));
  const others = headers.filter(([name]) => !sameHeaderName(name, NAME));
  return [...others.slice(0, at), ...lines, ...others.slice(at)];
}

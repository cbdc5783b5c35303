import type { Hop } from "../../exchange/exchange.ts";
import { asciiLowercase, isToken, listMembers } from "../../http/field-values.ts";
import { get, type HeaderList } from "../../http/header-list.ts";
import { isCorsSafelistedMethod } from "../../http/methods.ts";
import {
  callerHeaders,
  corsUnsafeRequestHeaders,
  type UnsafeReason,
  whyUnsafe,
} from "../../http/safelist.ts";
import type { LaneRules } from "../lane-rules.ts";
import type { PreflightReason } from "../verdict.ts";

/** Whether a hop needs a CORS preflight, and because of what. */
export type PreflightNeed =
  | {
      readonly needed: true;
      readonly because: readonly PreflightReason[];
      /** The method that the preflight must allow. */
      readonly method: string;
      /** The header names, lower-case, that the preflight must allow. */
      readonly headerNames: readonly string[];
    }
  | {
      /** null where the deciding headers were not recorded. */
      readonly needed: false | null;
      readonly because: readonly [];
      readonly method: string;
      readonly headerNames: readonly [];
    };

const NONE: readonly [] = [];

/**
 * Whether a CORS-tainted hop needs a preflight: for its method, for a header by name or value, or for the
 * use-CORS-preflight flag. A recorded preflight shows the browser's own decision, so its announcement
 * takes precedence over our conclusion from the headers.
 * https://fetch.spec.whatwg.org/#main-fetch (step "HTTP fetch with preflight")
 *
 * @param setByPage lower-case names of headers that the page's call set: without it, browsers may have added some.
 */
export function preflightNeed(
  hop: Hop,
  rules: Pick<LaneRules, "safelist">,
  setByPage: readonly string[] = NONE,
): PreflightNeed {
  const requested = hop.preflight?.requestHeaders ?? null;
  if (requested !== null) return needFromPreflight(hop, requested, rules);
  const unsafeMethod = !isCorsSafelistedMethod(hop.method);
  if (hop.requestHeaders === null) {
    if (!unsafeMethod && hop.preflight === null) return notNeeded(null, hop);
    return {
      needed: true,
      because: unsafeMethod ? [{ kind: "method", name: hop.method }] : NONE,
      method: hop.method,
      headerNames: NONE,
    };
  }
  const unsafe = corsUnsafeRequestHeaders(
    callerHeaders(hop.requestHeaders, setByPage),
    rules.safelist,
  );
  if (!unsafeMethod && unsafe.length === 0) return notNeeded(false, hop);
  const because: PreflightReason[] = unsafeMethod ? [{ kind: "method", name: hop.method }] : [];
  for (const { name, reason } of unsafe) because.push({ kind: "header", name, unsafe: reason });
  return { needed: true, because, method: hop.method, headerNames: unsafe.map((h) => h.name) };
}

function notNeeded(needed: false | null, { method }: Hop): PreflightNeed {
  return { needed, because: NONE, method, headerNames: NONE };
}

function needFromPreflight(
  hop: Hop,
  requested: HeaderList,
  rules: Pick<LaneRules, "safelist">,
): PreflightNeed {
  const method = get(requested, "Access-Control-Request-Method") ?? hop.method;
  const names = listMembers(get(requested, "Access-Control-Request-Headers")).map(asciiLowercase);
  const because: PreflightReason[] = [];
  if (!isCorsSafelistedMethod(method)) because.push({ kind: "method", name: method });
  if (names.length > 0) {
    const unsafe = reasonsInSentHeaders(hop, rules);
    for (const name of names) {
      because.push({ kind: "header", name, unsafe: unsafe.get(name) ?? reasonByName(name, rules) });
    }
  }
  // The preflight announces nothing unsafe, so the use-CORS-preflight flag is the only possible reason.
  // https://fetch.spec.whatwg.org/#use-cors-preflight-flag
  if (because.length === 0) because.push({ kind: "upload" });
  return { needed: true, because, method, headerNames: names };
}

/** The unsafe headers among those sent, each with the reason. */
function reasonsInSentHeaders(
  hop: Hop,
  { safelist }: Pick<LaneRules, "safelist">,
): Map<string, UnsafeReason> {
  const unsafe = corsUnsafeRequestHeaders(hop.requestHeaders ?? [], safelist);
  return new Map(unsafe.map(({ name, reason }) => [name, reason]));
}

/** The reason by the name alone, as Chromium reports no headers for a request that was not sent. */
function reasonByName(name: string, { safelist }: Pick<LaneRules, "safelist">): UnsafeReason {
  return whyUnsafe(name, "", safelist) === "name" ? "name" : "value";
}

/** The names of the headers that make a preflight necessary, as far as they are header names. */
export function namesOfPreflight(because: readonly PreflightReason[]): string[] {
  return because.flatMap((reason) =>
    reason.kind === "header" && isToken(reason.name) ? [reason.name] : [],
  );
}

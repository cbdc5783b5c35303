import type { Exchange, Hop } from "../exchange/exchange.ts";
import { asciiLowercase, listMembers } from "../http/field-values.ts";
import { get } from "../http/header-list.ts";
import { parseUrl } from "../http/origin.ts";

/**
 * Where a request carries a key or token other than Authorization: a header, or a parameter of the URL as "?name".
 * Null if it carries none. Only names count: reports have no values.
 */
export function keySentIn(
  { call }: Exchange,
  { url, requestHeaders, preflight }: Hop,
): string | null {
  const listed = get(preflight?.requestHeaders ?? [], "Access-Control-Request-Headers");
  const names = [
    ...(call?.headerNames ?? []),
    ...listMembers(listed),
    ...(requestHeaders ?? []).map(([name]) => name),
  ].map(asciiLowercase);
  const header = names.find((name) => KEY.test(name) && !OTHER_KEYS.test(name));
  if (header !== undefined) return header;
  const parameters = [...(parseUrl(url)?.searchParams.keys() ?? [])];
  const parameter = parameters.find((name) => PARAMETER.test(name));
  return parameter === undefined ? null : `?${parameter}`;
}

const KEY = /(?:^|[-_])(?:token|(?:api|subscription|functions|access|auth|secret|master)[-_]?key)$/;
/** Tokens that do not identify a caller, such as those against forged requests and those of pages of a list. */
const OTHER_KEYS = /csrf|xsrf|captcha|cart|continuation|device|next|page|sync|upload|verification/;
const PARAMETER =
  /^(?:(?:api|subscription|access|auth)[-_]?key|(?:(?:access|auth|id)[-_]?)?token|app_?id)$/i;

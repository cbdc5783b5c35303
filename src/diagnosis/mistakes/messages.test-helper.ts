import type { RemedyChange } from "../../verdict/verdict.ts";
import type { ReportedRequest, ResponseLines } from "../case.test-builder.ts";

/** The name and value of a header line. */
function partsOf(line: string): readonly [name: string, value: string] {
  const at = line.indexOf(":");
  return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
}

/** All values of a header, as separate lines. */
export function valuesOf([, ...lines]: ResponseLines, name: string): readonly string[] {
  return lines.flatMap((line) => {
    const [own, value] = partsOf(line);
    return own === name.toLowerCase() ? [value] : [];
  });
}

/** The response without the headers that a pattern matches. */
export function without([status, ...lines]: ResponseLines, names: RegExp): ResponseLines {
  return [status, ...lines.filter((line) => !names.test(partsOf(line)[0]))];
}

/** The response with these lines in place of all lines of the same names. */
export function withLines(response: ResponseLines, ...lines: readonly string[]): ResponseLines {
  const names = new Set(lines.map((line) => partsOf(line)[0]));
  const [status, ...others] = response;
  return [status, ...others.filter((line) => !names.has(partsOf(line)[0])), ...lines];
}

/** The response with these lines beside all others. */
export function withMore([status, ...others]: ResponseLines, ...lines: string[]): ResponseLines {
  return [status, ...others, ...lines];
}

/** The response with another status. */
export function withStatus([, ...lines]: ResponseLines, status: number): ResponseLines {
  return [status, ...lines];
}

/** The request with a change of its responses. A response that was never sent is supposed to have these lines alone. */
export function withChange(
  one: ReportedRequest,
  { hop, stage, status, set, remove }: RemedyChange,
): ReportedRequest {
  const changed = (response: ResponseLines = [200]): ResponseLines => {
    const names = remove.map((name) => `^${name}$`).join("|");
    const kept = names === "" ? response : without(response, new RegExp(names, "i"));
    const lines = withLines(kept, ...set.map(({ name, value }) => `${name}: ${value}`));
    return status === null ? lines : withStatus(lines, status);
  };
  if (stage === "preflight") return { ...one, preflight: changed(one.preflight) };
  const redirects = one.redirects ?? [];
  const redirect = redirects[hop];
  if (redirect === undefined) return { ...one, response: changed(one.response) };
  const [to, response] = redirect;
  return { ...one, redirects: redirects.with(hop, [to, changed(response)]) };
}

/** All headers of the CORS protocol. */
export const CORS = /^access-control-/;

/** The header names of a request that need a preflight, as far as the tables here use them. */
export function preflightHeaders({ headers = {} }: ReportedRequest): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const isSafe =
      /^(?:accept|accept-language|cookie)$/i.test(name) ||
      (/^content-type$/i.test(name) && FORM.test(value));
    return isSafe ? [] : [name.toLowerCase()];
  });
}

const FORM = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Whether the request needs a preflight. */
export function needsPreflight(one: ReportedRequest): boolean {
  return !SIMPLE.test(one.method ?? "GET") || preflightHeaders(one).length > 0;
}

const SIMPLE = /^(?:GET|HEAD|POST)$/;

/**
 * Where a browser stops the request; null where the page can read the response. Written after
 * https://fetch.spec.whatwg.org/#cors-protocol and independent of the engine, so that the tables of mistakes
 * prove themselves. `*` covers Authorization, as in Chromium 156
 * and Firefox 153.
 */
export function stoppedAt(one: ReportedRequest): "preflight" | "redirect" | "response" | null {
  const method = one.method ?? "GET";
  const isIncluded = one.credentials === "include";
  if (one.mode === "no-cors") return null;
  if (needsPreflight(one)) {
    const preflight = one.preflight ?? [0];
    const lists = (name: string) => membersOf(valuesOf(preflight, name));
    const methods = lists("access-control-allow-methods");
    const headers = lists("access-control-allow-headers");
    const isAllowed = (name: string) =>
      headers.some((one) => one.toLowerCase() === name) || (!isIncluded && headers.includes("*"));
    const isMethodAllowed =
      SIMPLE.test(method) || methods.includes(method) || (!isIncluded && methods.includes("*"));
    const [status] = preflight;
    const passes =
      allows(one, preflight) &&
      status >= 200 &&
      status < 300 &&
      [...methods, ...headers].every((member) => TOKEN.test(member)) &&
      isMethodAllowed &&
      preflightHeaders(one).every(isAllowed);
    if (!passes) return "preflight";
  }
  let [at, origin] = [one.url as string, one.page as string];
  for (const [to, redirect] of one.redirects ?? []) {
    if (!allows({ ...one, page: origin }, redirect)) return "redirect";
    // https://fetch.spec.whatwg.org/#concept-request-tainted-origin
    if (new URL(to).origin !== new URL(at).origin && new URL(at).origin !== origin) origin = "null";
    at = to;
  }
  const isRead = one.response !== undefined && allows({ ...one, page: origin }, one.response);
  return isRead ? null : "response";
}

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/;

const membersOf = (values: readonly string[]) =>
  values
    .join(",")
    .split(",")
    .map((member) => member.trim())
    .filter((member) => member !== "");

/** https://fetch.spec.whatwg.org/#concept-cors-check */
function allows({ page, credentials }: ReportedRequest, response: ResponseLines): boolean {
  const origin = valuesOf(response, "access-control-allow-origin").join(", ");
  if (credentials !== "include") return origin === "*" || origin === page;
  return (
    origin === page && valuesOf(response, "access-control-allow-credentials").join(", ") === "true"
  );
}

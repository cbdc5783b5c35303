/** A response whose headers are changed while a trial is on. */
export interface TriedResponse {
  /** The URL of the request, without fragment. */
  readonly url: string;
  /** The method of the request; OPTIONS for a preflight. */
  readonly method: string;
  /** Each replaces all lines of that name. */
  readonly set: readonly { readonly name: string; readonly value: string }[];
  readonly remove: readonly string[];
}

/**
 * A rule of declarativeNetRequest, without the id and the tab that the worker gives it.
 * https://developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest#type-Rule
 */
export interface HeaderRule {
  readonly priority: 1;
  readonly condition: {
    readonly regexFilter: string;
    readonly isUrlFilterCaseSensitive: true;
    readonly requestMethods?: readonly string[];
    readonly excludedRequestMethods?: readonly string[];
  };
  readonly action: {
    readonly type: "modifyHeaders";
    readonly responseHeaders: readonly (
      | { readonly header: string; readonly operation: "set"; readonly value: string }
      | { readonly header: string; readonly operation: "remove" }
    )[];
  };
}

/** Whether a rule changes the response to this request. */
export function concerns({ condition }: HeaderRule, url: string, method: string): boolean {
  const { regexFilter, requestMethods, excludedRequestMethods } = condition;
  const name = method.toLowerCase();
  const isOfMethod = requestMethods?.includes(name) ?? !excludedRequestMethods?.includes(name);
  return isOfMethod && RegExp(regexFilter).test(url);
}

/** A fix that is tried in one tab, for a while. Plain JSON. */
export interface Trial {
  readonly tried: readonly TriedResponse[];
  readonly rules: readonly HeaderRule[];
  /** When it ends by itself, in milliseconds since the epoch. */
  readonly until: number;
  /** Why the browser did not take the rules: then none is on. */
  readonly error?: string;
}

/** How long a trial lasts, and by how much each request for more prolongs it. */
export const TRIAL_MS = 15 * 60_000;

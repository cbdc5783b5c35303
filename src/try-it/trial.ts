/** A response whose headers are changed during a trial. */
export interface TriedResponse {
  /** The request's URL, without its fragment. */
  readonly url: string;
  /** The request's method; OPTIONS for a preflight. */
  readonly method: string;
  /** Each value replaces all header lines of that name. */
  readonly set: readonly { readonly name: string; readonly value: string }[];
  readonly remove: readonly string[];
}

/**
 * A rule of declarativeNetRequest, without the id and the tab, which the worker adds.
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

/** A fix that is tried in one tab for a limited time. Plain JSON. */
export interface Trial {
  readonly tried: readonly TriedResponse[];
  readonly rules: readonly HeaderRule[];
  /** When the trial ends automatically, in milliseconds since the epoch. */
  readonly until: number;
  /** Why the browser rejected the rules; then no rule is active. */
  readonly error?: string;
}

/** The duration of a trial, and the time that each extension adds. */
export const TRIAL_MS = 15 * 60_000;

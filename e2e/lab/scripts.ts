import type { LabResponse } from "./lab-response.ts";
import type { LabRequest } from "./origins.ts";
import { headerOf } from "./request-head.ts";

/**
 * The responses to the requests of one scenario: one for preflights and one for the rest, or by a function
 * of each request.
 */
export type Script =
  | { readonly preflight?: LabResponse; readonly response: LabResponse }
  | ((request: LabRequest) => LabResponse);

const NO_PREFLIGHT_EXPECTED: LabResponse = { status: 404, statusText: "No Preflight Was Expected" };
const NO_SUCH_SCRIPT: LabResponse = { status: 404, statusText: "No Such Scenario" };

/** The scenarios that tests have set up, by id. */
export class Scripts {
  readonly #scripts = new Map<string, Script>();

  set(id: string, script: Script): void {
    this.#scripts.set(id, script);
  }

  /** The response to a request for `/_/<id>…`; null for every other path. */
  responseTo(request: LabRequest): LabResponse | null {
    const match = /^\/_\/([^/?]+)/.exec(request.target);
    if (!match?.[1]) return null;
    const script = this.#scripts.get(decodeURIComponent(match[1]));
    if (!script) return NO_SUCH_SCRIPT;
    if (typeof script === "function") return script(request);
    return isPreflight(request) ? (script.preflight ?? NO_PREFLIGHT_EXPECTED) : script.response;
  }
}

/** Whether it is a CORS preflight request. */
export function isPreflight(request: LabRequest): boolean {
  return (
    request.method === "OPTIONS" && headerOf(request, "access-control-request-method") !== null
  );
}

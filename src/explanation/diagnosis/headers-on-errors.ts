import { signsOf } from "../../diagnosis/layers/who-responded.ts";
import { type MessageName, say } from "../../words/words.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** Why a program's error responses lack headers that its other responses have. */
const ON_ERRORS: Readonly<Record<string, MessageName>> = {
  nginx: "cause_status_nginx",
  openresty: "cause_status_nginx",
  apache: "cause_status_apache",
  "api-gateway": "cause_status_api_gateway",
};

/** The same for programs that have no CORS headers at all, unless code adds them to other responses. */
const ON_ERRORS_ALONE: Readonly<Record<string, MessageName>> = {
  express: "cause_status_express",
  django: "cause_status_django",
  rails: "cause_status_rails",
  php: "cause_status_php",
  nextjs: "cause_status_nextjs",
  caddy: "cause_status_caddy",
  varnish: "cause_status_varnish",
  aiohttp: "cause_status_aiohttp",
  tornado: "cause_status_tornado",
  supabase: "cause_status_supabase",
};

/** The same for the 500 that a program sends for an uncaught exception. */
const ON_EXCEPTIONS: Readonly<Record<string, MessageName>> = {
  uvicorn: "cause_status_uvicorn",
  flask: "cause_status_flask",
  aspnet: "cause_status_aspnet",
};

/** Whether other responses of the server allow the origin, as found by the rule. */
export const isAllowedElsewhere = ({ found }: DiagnosisSubject) =>
  found.evidence.some(({ what, got }) => what === "Access-Control-Allow-Origin" && got === null);

/** What makes the responding program add CORS headers to its error responses, too. */
export function headersOnErrors(s: DiagnosisSubject): string[] {
  const signs = signsOf(s.response);
  const isAlone = isAllowedElsewhere(s);
  const messages = signs.flatMap(({ id }) => [
    ON_ERRORS[id],
    isAlone ? ON_ERRORS_ALONE[id] : undefined,
    // The response to an uncaught exception is written outside of all middleware.
    s.response?.status === 500 ? ON_EXCEPTIONS[id] : undefined,
  ]);
  return [...new Set(messages)].flatMap((message) => (message === undefined ? [] : [say(message)]));
}

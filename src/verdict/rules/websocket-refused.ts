import type { Hop } from "../../exchange/exchange.ts";
import { causeFrom, stopped } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A WebSocket handshake that got a status other than 101. Chromium reports no response, and ends the
 * request in ERR_FAILED (seen in 156). Firefox reports the response, and ends the request in
 * NS_ERROR_WEBSOCKET_CONNECTION_REFUSED, or completes it where the response has no body; a redirect is
 * another hop, which is never sent (seen in 153): e2e/both/handshakes.test.ts. CORS does not apply to
 * handshakes.
 * https://websockets.spec.whatwg.org/#the-websocket-interface
 *
 * @before the next rule: the rules that follow look for a CORS hypothesis.
 */
export const websocketRefused: Rule = {
  id: "websocket-refused",
  appliesTo: "any",
  decide({ exchange: { resourceType, ending, hops }, at }) {
    if (resourceType !== "websocket") return null;
    const refusal = hops.findLastIndex(({ response }) => response !== null);
    const isRefused = refuses(hops[refusal]);
    if (ending.kind === "completed" ? !isRefused : ending.kind !== "failed") return null;
    const error = ending.kind === "failed" ? ending.error : null;
    const cause = causeFrom("network-error", "request", isRefused ? refusal : at, error);
    return stopped(cause, { certainty: "likely" });
  },
};

/**
 * Whether the hop's response refuses the handshake. Over HTTP/2 a handshake succeeds with 200. The browser
 * itself redirects to wss, for HSTS.
 * https://www.rfc-editor.org/rfc/rfc8441#section-5
 */
const refuses = (hop: Hop | undefined) =>
  (hop?.response?.status ?? 0) >= 300 && hop?.redirect?.internal !== true;

import { causeFrom, stopped } from "../decision.ts";
import type { Rule } from "./rule.ts";

/**
 * A WebSocket whose handshake got a response other than 101. Chromium reports no response of it, and
 * ends it in ERR_FAILED (seen in 156). Firefox reports the response, and ends it in
 * NS_ERROR_WEBSOCKET_CONNECTION_REFUSED (seen in 153): e2e/both/handshakes.test.ts. CORS plays no part
 * in a handshake.
 * https://websockets.spec.whatwg.org/#the-websocket-interface
 *
 * @before the next rule: what follows looks for a hypothesis of CORS.
 */
export const websocketRefused: Rule = {
  id: "websocket-refused",
  appliesTo: "any",
  decide({ exchange, at }) {
    const { resourceType, ending } = exchange;
    if (resourceType !== "websocket" || ending.kind !== "failed") return null;
    return stopped(causeFrom("network-error", "request", at, ending.error), {
      certainty: "likely",
    });
  },
};

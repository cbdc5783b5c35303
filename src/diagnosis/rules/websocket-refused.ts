import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";

/**
 * A refused WebSocket handshake: the server's own check, or a proxy that does not forward it.
 * https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 */
export const websocketRefused: DiagnosisRule = {
  id: "websocket-refused",
  before: "CORS headers play no part in a WebSocket handshake.",
  find: ({ exchange, hop, verdict, status, origin }) => {
    if (exchange.resourceType !== "websocket" || verdict.outcome !== "failed") return null;
    if (verdict.cause?.code !== "network-error") return null;
    const page = parseUrl(origin)?.host;
    const isSame = page !== undefined && page === parseUrl(hop.url)?.host;
    return {
      // Servers that compare Origin with Host find them equal, unless a proxy has changed Host.
      side: isSame || (status ?? 0) >= 500 ? "proxy" : "server",
      certainty: "ambiguous",
      evidence: [
        headerEvidence("Origin", origin),
        ...(status === null ? [] : [statusEvidence(status, "101")]),
      ],
    };
  },
};

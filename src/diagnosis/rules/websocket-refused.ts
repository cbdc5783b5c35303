import { parseUrl } from "../../http/origin.ts";
import { type DiagnosisRule, headerEvidence, statusEvidence } from "../rule.ts";

/**
 * A refused WebSocket handshake: a check of the server's own, or a proxy that does not hand it on.
 * https://www.rfc-editor.org/rfc/rfc6455#section-10.2
 */
export const websocketRefused: DiagnosisRule = {
  id: "websocket-refused",
  before: "No header of CORS has a part in a handshake.",
  find: ({ exchange, hop, verdict, status, origin }) => {
    if (exchange.resourceType !== "websocket" || verdict.outcome !== "failed") return null;
    if (verdict.cause?.code !== "network-error") return null;
    const page = parseUrl(origin)?.host;
    const isSame = page !== undefined && page === parseUrl(hop.url)?.host;
    return {
      // A server that compares Origin with Host finds them equal, unless a proxy has changed Host.
      side: isSame || (status ?? 0) >= 500 ? "proxy" : "server",
      certainty: "ambiguous",
      evidence: [
        headerEvidence("Origin", origin),
        ...(status === null ? [] : [statusEvidence(status, "101")]),
      ],
    };
  },
};

/**
 * Whether an error means that a connection cannot carry a stream body: Chromium sends those over HTTP/2 or
 * HTTP/3 only (seen in 156; the second error for https). Fetch permits HTTP/1.1 to refuse them.
 */
export function refusesStreamBody(error: string): boolean {
  return /ERR_ALPN_NEGOTIATION_FAILED|ERR_H2_OR_QUIC_REQUIRED/.test(error);
}

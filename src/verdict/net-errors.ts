import type { CauseCode } from "./codes.ts";

/**
 * What a browser's network error means, for the errors that name their reason. null for those that
 * do not: Chromium's ERR_FAILED, which is also how a CORS failure ends.
 *
 * @param error "net::ERR_…" (Chromium) or "NS_ERROR_…" and its like (Gecko).
 */
export function causeOfError(error: string): CauseCode | "aborted" | null {
  for (const [pattern, code] of ERRORS) if (pattern.test(error)) return code;
  // Gecko tells what is wrong with a certificate or a handshake in a sentence, in its own language.
  if (/\s/.test(error)) return "tls-error";
  return /^net::ERR_(?!FAILED)/.test(error) ? "network-error" : null;
}

/** First match wins. */
const ERRORS: readonly (readonly [RegExp, CauseCode | "aborted"])[] = [
  [/ERR_ABORTED|NS_BINDING_ABORTED/, "aborted"],
  [
    /ERR_BLOCKED_BY_CLIENT|ERR_BLOCKED_BY_ADMINISTRATOR|NS_ERROR_ABORT|NS_ERROR_BLOCKED_BY_POLICY|NS_ERROR_(?:\w*TRACKING|FINGERPRINTING|CRYPTOMINING|MALWARE|PHISHING|UNWANTED|HARMFUL)_URI/,
    "blocked-by-client",
  ],
  [/ERR_BLOCKED_BY_ORB/, "orb"],
  [/ERR_BLOCKED_BY_CSP|NS_ERROR_CONTENT_BLOCKED/, "csp"],
  [/LOCAL_NETWORK_ACCESS/, "local-network-access-denied"],
  [/NS_ERROR_(?:XFO|CSP_FRAME_ANCESTOR)_VIOLATION/, "frame-not-allowed"],
  [/NS_ERROR_DOM_COEP_FAILED/, "coep-frame"],
  [/NS_ERROR_DOM_CORP_FAILED/, "corp-not-same-origin"],
  [
    /ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_ICANN_NAME_COLLISION|NS_ERROR_UNKNOWN_HOST/,
    "name-not-resolved",
  ],
  [
    /ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE|NS_ERROR_CONNECTION_REFUSED/,
    "connection-refused",
  ],
  [/ERR_EMPTY_RESPONSE/, "empty-response"],
  [
    /ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|ERR_SOCKET_NOT_CONNECTED|NS_ERROR_NET_(?:RESET|INTERRUPT|PARTIAL)/,
    "connection-reset",
  ],
  [/TIMED_OUT|NS_ERROR_NET_TIMEOUT/, "timed-out"],
  [/ERR_PROXY|ERR_TUNNEL|ERR_SOCKS|NS_ERROR_PROXY|NS_ERROR_UNKNOWN_PROXY/, "proxy-error"],
  [/ERR_CERT|ERR_SSL|ERR_BAD_SSL|ERR_ALPN|SEC_ERROR|SSL_ERROR|MOZILLA_PKIX/, "tls-error"],
  [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|NS_ERROR_OFFLINE/, "offline"],
  [/ERR_UNSAFE_PORT|NS_ERROR_PORT_ACCESS_NOT_ALLOWED/, "unsafe-port"],
  [/ERR_UNSAFE_REDIRECT/, "unsafe-redirect"],
  [/ERR_TOO_MANY_REDIRECTS|NS_ERROR_REDIRECT_LOOP/, "too-many-redirects"],
  [
    /ERR_HTTP2|ERR_QUIC|ERR_INVALID_HTTP|ERR_RESPONSE_HEADERS|ERR_INVALID_CHUNKED|ERR_CONTENT|ERR_INCOMPLETE|ERR_INVALID_RE(?:SPONSE|DIRECT)|NS_ERROR_NET_HTTP|NS_ERROR_CORRUPTED_CONTENT|NS_ERROR_INVALID_CONTENT_ENCODING|NS_ERROR_PARSING_HTTP/,
    "protocol-error",
  ],
];

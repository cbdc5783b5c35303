import type { ErrorNames } from "./error-table.ts";

/** Chromium's network errors. https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h */
export const CHROMIUM_ERRORS: ErrorNames = [
  [/ERR_ABORTED/, "aborted"],
  [/ERR_BLOCKED_BY_(?:CLIENT|ADMINISTRATOR)/, "blocked-by-client"],
  [/ERR_BLOCKED_BY_ORB/, "orb"],
  [/ERR_BLOCKED_BY_CSP/, "csp"],
  [/LOCAL_NETWORK_ACCESS/, "local-network-access-denied"],
  [
    /ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_ICANN_NAME_COLLISION/,
    "name-not-resolved",
  ],
  [/ERR_CONNECTION_REFUSED|ERR_ADDRESS_UNREACHABLE/, "connection-refused"],
  [/ERR_EMPTY_RESPONSE/, "empty-response"],
  [/ERR_CONNECTION_(?:RESET|CLOSED|ABORTED)|ERR_SOCKET_NOT_CONNECTED/, "connection-reset"],
  [/TIMED_OUT/, "timed-out"],
  [/ERR_PROXY|ERR_TUNNEL|ERR_SOCKS/, "proxy-error"],
  [/ERR_CERT|ERR_SSL|ERR_BAD_SSL|ERR_ALPN/, "tls-error"],
  [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/, "offline"],
  [/ERR_UNSAFE_PORT/, "unsafe-port"],
  [/ERR_UNSAFE_REDIRECT/, "unsafe-redirect"],
  [/ERR_TOO_MANY_REDIRECTS/, "too-many-redirects"],
  [
    /ERR_HTTP2|ERR_QUIC|ERR_INVALID_HTTP|ERR_RESPONSE_HEADERS|ERR_INVALID_CHUNKED|ERR_CONTENT|ERR_INCOMPLETE|ERR_INVALID_RE(?:SPONSE|DIRECT)/,
    "protocol-error",
  ],
  // CORS failures end in ERR_FAILED.
  [/^net::ERR_(?!FAILED)/, "network-error"],
];

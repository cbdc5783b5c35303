import type { ErrorNames } from "./error-table.ts";

/** Gecko's errors. https://searchfox.org/firefox-main/source/xpcom/base/ErrorList.py */
export const GECKO_ERRORS: ErrorNames = [
  [/NS_BINDING_ABORTED/, "aborted"],
  [
    /NS_ERROR_(?:ABORT|BLOCKED_BY_POLICY)|NS_ERROR_(?:\w*TRACKING|FINGERPRINTING|CRYPTOMINING|MALWARE|PHISHING|UNWANTED|HARMFUL)_URI/,
    "blocked-by-client",
  ],
  [/NS_ERROR_CONTENT_BLOCKED/, "csp"],
  [/LOCAL_NETWORK_ACCESS/, "local-network-access-denied"],
  [/NS_ERROR_(?:XFO|CSP_FRAME_ANCESTOR)_VIOLATION/, "frame-not-allowed"],
  [/NS_ERROR_DOM_COEP_FAILED/, "coep-frame"],
  [/NS_ERROR_DOM_CORP_FAILED/, "corp-not-same-origin"],
  [/NS_ERROR_UNKNOWN_HOST/, "name-not-resolved"],
  [/NS_ERROR_CONNECTION_REFUSED/, "connection-refused"],
  [/NS_ERROR_NET_(?:RESET|INTERRUPT|PARTIAL)/, "connection-reset"],
  [/NS_ERROR_NET_TIMEOUT/, "timed-out"],
  [/NS_ERROR_PROXY|NS_ERROR_UNKNOWN_PROXY/, "proxy-error"],
  // Certificate and handshake errors are reported as a sentence in the user's language.
  [/SEC_ERROR|SSL_ERROR|MOZILLA_PKIX/, "tls-error"],
  [/NS_ERROR_OFFLINE/, "offline"],
  [/NS_ERROR_PORT_ACCESS_NOT_ALLOWED/, "unsafe-port"],
  [/NS_ERROR_REDIRECT_LOOP/, "too-many-redirects"],
  [
    /NS_ERROR_NET_HTTP|NS_ERROR_CORRUPTED_CONTENT|NS_ERROR_INVALID_CONTENT_ENCODING|NS_ERROR_PARSING_HTTP/,
    "protocol-error",
  ],
  [/\s/, "tls-error"],
];

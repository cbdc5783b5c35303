import { describe, expect, it } from "vitest";
import { causeOfError } from "./error-names.ts";

describe("Chromium's errors for responses that are not HTTP, as measured", () => {
  it.each([
    ["net::ERR_INVALID_HTTP_RESPONSE", "protocol-error"],
    ["net::ERR_RESPONSE_HEADERS_TRUNCATED", "protocol-error"],
    ["net::ERR_RESPONSE_HEADERS_TOO_BIG", "protocol-error"],
    ["net::ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH", "protocol-error"],
    ["net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION", "protocol-error"],
    ["net::ERR_INVALID_CHUNKED_ENCODING", "protocol-error"],
    ["net::ERR_INCOMPLETE_CHUNKED_ENCODING", "protocol-error"],
    ["net::ERR_CONTENT_LENGTH_MISMATCH", "protocol-error"],
    ["net::ERR_CONTENT_DECODING_FAILED", "protocol-error"],
    ["net::ERR_INVALID_REDIRECT", "protocol-error"],
    // The TLS handshake failed to negotiate an application protocol.
    ["net::ERR_ALPN_NEGOTIATION_FAILED", "tls-error"],
    ["net::ERR_EMPTY_RESPONSE", "empty-response"],
    // CORS failures end in this error too.
    ["net::ERR_FAILED", null],
  ])("%s: %s", (error, code) => {
    expect(causeOfError(error)).toBe(code);
  });
});

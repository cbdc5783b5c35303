import { describe, expect, it } from "vitest";
import { diagnose } from "../../diagnosis/diagnose.ts";
import { anExchange, type ExchangeInit } from "../../exchange/exchange.test-builder.ts";
import { aCall, REJECTED, RESOLVED } from "../../observation/page-call.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { describeOutcome } from "../describe-outcome.ts";
import { explainDiagnosed } from "../diagnosis/explain-diagnosed.ts";

const failed = (error: string) => ({ kind: "failed", error }) as const;
const unresponded = (error: string, init: ExchangeInit = {}): ExchangeInit => ({
  ...{ call: aCall(), callResult: REJECTED, response: null, ending: failed(error) },
  ...init,
});
/** The body fails after the page got the response. */
const brokenOff = (error: string, headers: Record<string, string> = {}): ExchangeInit => ({
  ...{ call: aCall(), callResult: RESOLVED, ending: failed(error) },
  response: { headers: { "Access-Control-Allow-Origin": "https://app.test", ...headers } },
});
/** In Chromium, either event of a failed preflight may have the bare ERR_FAILED. */
const deadPreflight = (error: string, ofPreflight: string): ExchangeInit => ({
  ...unresponded(error, { method: "PUT", call: aCall({ method: "PUT" }), requestHeaders: null }),
  preflight: { response: null, ending: failed(ofPreflight) },
});
const gecko = { browser: "gecko" } as const;

function explained(init: ExchangeInit) {
  const exchange = anExchange(init);
  const verdict = judge(exchange);
  const diagnosis = diagnose(exchange, verdict);
  const { title, short, because, fix } = explainDiagnosed(exchange, verdict, diagnosis);
  return {
    words: [title, short, ...because, ...fix].join("\n"),
    outcome: describeOutcome(verdict),
    side: diagnosis[0]?.side,
    certainty: diagnosis[0]?.certainty,
  };
}

const CERTIFICATE = /Renew the certificate/;
const NO_RESPONSE = /no response to check|before a response arrived|http on an https port/;

describe("the explanation of a network failure", () => {
  // Seen in Chromium 156 and Firefox 153.
  it.each<[string, ExchangeInit, RegExp, RegExp | null]>([
    ["a certificate", unresponded("net::ERR_CERT_DATE_INVALID"), CERTIFICATE, null],
    [
      "a client certificate that a preflight lacks",
      deadPreflight("net::ERR_BAD_SSL_CLIENT_AUTH_CERT", "net::ERR_FAILED"),
      /Let api\.test accept OPTIONS without.*never send one with a preflight.*optional.*no preflight/s,
      CERTIFICATE,
    ],
    [
      "a client certificate that a request lacks",
      unresponded("net::ERR_BAD_SSL_CLIENT_AUTH_CERT"),
      /Choose a client certificate.*with credentials/s,
      CERTIFICATE,
    ],
    [
      "a preflight that the server reset",
      deadPreflight("net::ERR_CONNECTION_RESET", "net::ERR_FAILED"),
      /reports: net::ERR_CONNECTION_RESET/,
      /ERR_FAILED/,
    ],
    [
      "https on a port for http",
      deadPreflight("net::ERR_SSL_PROTOCOL_ERROR", "net::ERR_FAILED"),
      /URL often must begin with http/,
      /ERR_FAILED/,
    ],
    [
      "https on a port for http, in Firefox",
      {
        ...unresponded("SSL received a record that exceeded the maximum permissible length."),
        ...gecko,
      },
      /exceeded the maximum permissible length\.\n.*URL often must begin with http/s,
      /\.\./,
    ],
    ["a reset connection", unresponded("net::ERR_CONNECTION_RESET"), NO_RESPONSE, /broke off/],
    [
      "a body that cannot be decoded",
      brokenOff("net::ERR_CONTENT_DECODING_FAILED", { "Content-Encoding": "gzip" }),
      /Content-Encoding: gzip.*Compress the whole body with gzip/s,
      NO_RESPONSE,
    ],
    [
      "a body that is shorter than announced",
      brokenOff("net::ERR_CONTENT_LENGTH_MISMATCH", { "Content-Length": "99" }),
      /response to GET \/items broke off.*status and headers.*Content-Length: 99/s,
      NO_RESPONSE,
    ],
    [
      "a body that is shorter than announced, in Firefox",
      { ...brokenOff("NS_ERROR_NET_PARTIAL_TRANSFER"), ...gecko },
      /response to GET \/items broke off.*status and headers/s,
      NO_RESPONSE,
    ],
  ])("names %s", (_name, init, says, saysNot) => {
    const { words } = explained(init);
    expect(words).toMatch(says);
    if (saysNot !== null) expect(words).not.toMatch(saysNot);
  });

  // Seen in Chromium 156: over http first, over https to a server without HTTP/2 second.
  it.each(["net::ERR_ALPN_NEGOTIATION_FAILED", "net::ERR_H2_OR_QUIC_REQUIRED"])(
    "advises the page of a stream body that ends in %s",
    (error) => {
      const call = aCall({ method: "POST", body: "stream" });
      const found = explained(unresponded(error, { method: "POST", call, preflight: {} }));
      expect(found.words).toMatch(
        /Blob or a string with POST \/items, or serve api\.test over HTTP\/2/,
      );
      expect(found.words).not.toMatch(/certificate/);
      expect(found.outcome).toContain("stream body over HTTP/1.1");
      expect(found).toMatchObject({ side: "page", certainty: "likely" });
    },
  );
});

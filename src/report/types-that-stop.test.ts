import { expect, it } from "vitest";
import type { Capture } from "../capture/capture.ts";
import { anExchange } from "../exchange/exchange.test-builder.ts";
import { judgedHeaders } from "../exchange/exchange.ts";
import { visibleString } from "../explanation/visible-text.ts";
import type { ByteString, Text } from "../http/byte-string.ts";
import { get } from "../http/header-list.ts";
import { encodeUtf8, readable } from "../http/isomorphic.ts";
import { parseUrl } from "../http/origin.ts";
import { judge } from "../verdict/judge.ts";
import type { Judged } from "../verdict/judged.ts";
import type { Evidence, Finding, RemedyChange } from "../verdict/verdict.ts";
import { say, sayList } from "../words/words.ts";
import { fetchCall, headersText } from "./copy-texts.ts";
import { curlForPreflight, curlForRequest } from "./curl.ts";
import { configQuote } from "./curl-shells.ts";
import { toHar } from "./har.ts";
import { exchangeToMarkdown, toMarkdown } from "./markdown.ts";
import { codeBlock, prose } from "./markdown-text.ts";
import { type Diagnosed, share } from "./redact.ts";
import { reportExchange } from "./report-exchange.ts";
import { shellQuote } from "./shell-quote.ts";
import { ours, shown } from "./shown.ts";
import { toCapture } from "./to-capture.ts";

// The compiler expects an error on the line after each directive, and fails if there is none.
it("rejects bytes in an output before they are decoded", () => {
  const value: ByteString = encodeUtf8("café");
  // @ts-expect-error bytes are no argument of a sentence
  const sentence = say("step_list_parse_failed", "Location", value);
  // @ts-expect-error nor an item of a list
  expect(sayList([value])).toContain("Ã©");
  // @ts-expect-error nor a text of Markdown
  expect(prose(value)).toContain("Ã©");
  // @ts-expect-error nor a sentence of ours
  const line = ours(value);
  // @ts-expect-error nor a line of a block
  expect(codeBlock("http", [value])).toContain("Ã©");
  // @ts-expect-error nor a word of a command
  expect(shellQuote(value)).toContain("Ã©");
  // @ts-expect-error nor of a configuration
  expect(configQuote(value)).toContain("Ã©");
  // @ts-expect-error nor a name that is read out
  expect(visibleString(value)).toContain("Ã©");
  // @ts-expect-error nor a URL
  expect(parseUrl(value, "https://app.test/")?.pathname).toBe("/caf%C3%83%C2%A9");
  // Undecoded, a reader would see this; decoded:
  expect([sentence, line].join(" ")).toMatch(/cafÃ©.*cafÃ©/);
  expect(say("step_list_parse_failed", "Location", readable(value))).toContain("café");
  expect(prose(shown`${value}`)).toBe("café");
});

it("types values from the network as bytes", () => {
  type TakesNoText<T> = Extract<T, string> extends Text ? false : true;
  const taken: readonly true[] = [
    true satisfies TakesNoText<ReturnType<typeof get>>,
    true satisfies TakesNoText<Evidence["got"]>,
    true satisfies TakesNoText<Evidence["wanted"]>,
    true satisfies TakesNoText<Finding["parameter"]>,
    true satisfies TakesNoText<RemedyChange["set"][number]["value"]>,
    true satisfies TakesNoText<ReturnType<typeof judgedHeaders>[number][1]>,
  ];
  expect(taken).not.toContain(false);
  const [hop] = anExchange({ response: { headers: { Server: encodeUtf8("café") } } }).hops;
  const server = hop?.response ? get(judgedHeaders(hop.response), "Server") : null;
  expect(server && readable(server)).toBe("café");
});

it("rejects text in an export that did not pass the redaction", () => {
  const exchange = anExchange();
  const judged: Judged = { exchange, verdict: judge(exchange) };
  const { diagnosis } = share(judged, false);
  // An export could read all of it, but it did not come from the redaction.
  const raw: Diagnosed = { ...judged, diagnosis };
  const options = {
    ...{ includeSecrets: false, dropped: 0, creatorVersion: "1", redacted: true },
    ...{ browser: { name: "Chromium", version: "156" }, exportedAt: new Date(0) },
  };
  const capture: Capture = {
    ...{ version: 1, exportedAt: "2026-01-01T00:00:00Z", redacted: true, dropped: 0 },
    ...{ browser: options.browser, exchanges: [exchange] },
  };
  const exports: readonly (() => unknown)[] = [
    // @ts-expect-error
    () => toHar([raw], options),
    // @ts-expect-error
    () => toHar([share(judged, false)], options, capture),
    // @ts-expect-error
    () => toCapture([raw], options),
    // @ts-expect-error
    () => toMarkdown([raw], options),
    // @ts-expect-error
    () => exchangeToMarkdown(raw, options),
    // @ts-expect-error
    () => reportExchange(raw, []),
    // @ts-expect-error
    () => curlForRequest(raw),
    // @ts-expect-error
    () => curlForPreflight(raw),
    // @ts-expect-error
    () => fetchCall(raw),
    // @ts-expect-error
    () => headersText(raw),
  ];
  expect(exports).toHaveLength(10);
});

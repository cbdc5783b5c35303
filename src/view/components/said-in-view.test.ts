import { describe, expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { FAILING, FAILING_CODES } from "../../verdict/failing-exchange.test-builder.ts";
import { ALL_LANGUAGES, speaking } from "../../words/languages.test-helper.ts";
import { inViews, saidTwice, saidTwiceInViews } from "./said-in-view.test-helper.ts";

describe.each(ALL_LANGUAGES)("the details in %s", (language) => {
  it.each(["chromium", "gecko"] as const)("say nothing twice of what fails in %s", (browser) => {
    const exchanges = FAILING_CODES.map((code) =>
      anExchange({ ...FAILING[code]("x"), id: code, browser }),
    );
    expect(speaking(language, () => saidTwiceInViews(exchanges))).toEqual([]);
  });
});

it("does not repeat under other problems a status that the text above mentions", () => {
  const preflight = { status: 401, headers: { "WWW-Authenticate": "Bearer" } };
  const exchange = anExchange({
    ...{ method: "PUT", requestHeaders: null, response: null, preflight },
    ending: { kind: "failed", error: "net::ERR_FAILED" },
  });
  const titles = inViews([exchange], (root) =>
    [...root.querySelectorAll(".findings summary")].map((one) => one.textContent?.trim()),
  );
  expect(titles[0]).toHaveLength(1);
  expect(titles[0]?.[0]).toContain("Access-Control-Allow-Methods");
});

it("does not claim that code could not read an allowed response", () => {
  const exchange = anExchange({
    response: { status: 200, headers: { "Access-Control-Allow-Origin": "*" } },
  });
  const [text] = inViews([exchange], (root) => root.textContent ?? "", ["reached"]);
  expect(text).toContain("The server received the request and responded.");
  expect(text).not.toContain("could not read");
});

it("finds a repeated or nearly repeated sentence", () => {
  const sentence = "The server must list the header x-a in Access-Control-Allow-Headers.";
  expect(saidTwice([sentence, sentence.replace("must", "should")])).toHaveLength(1);
  expect(saidTwice([sentence, "The request was not sent."])).toEqual([]);
});

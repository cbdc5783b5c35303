import { describe, expect, it } from "vitest";
import { anExchange } from "../../exchange/exchange.test-builder.ts";
import { FAILING, FAILING_CODES } from "../../verdict/failing-exchange.test-builder.ts";
import { ALL_LANGUAGES, speaking } from "../../words/languages.test-helper.ts";
import { saidTwice, saidTwiceInViews } from "./said-in-view.test-helper.ts";

describe.each(ALL_LANGUAGES)("the details in %s", (language) => {
  it.each(["chromium", "gecko"] as const)("say nothing twice of what fails in %s", (browser) => {
    const exchanges = FAILING_CODES.map((code) =>
      anExchange({ ...FAILING[code]("x"), id: code, browser }),
    );
    expect(speaking(language, () => saidTwiceInViews(exchanges))).toEqual([]);
  });
});

it("finds a sentence that is said twice, or nearly", () => {
  const sentence = "The server must list the header x-a in Access-Control-Allow-Headers.";
  expect(saidTwice([sentence, sentence.replace("must", "should")])).toHaveLength(1);
  expect(saidTwice([sentence, "The request was not sent."])).toEqual([]);
});

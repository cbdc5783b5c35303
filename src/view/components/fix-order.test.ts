import { h, render } from "preact";
import { expect, it } from "vitest";
import { HTML, put, reported } from "../../diagnosis/case.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { createStore } from "../model/store.ts";
import { NOTHING_TO_RECORD } from "./panel-actions.ts";
import { inViews } from "./said-in-view.test-helper.ts";
import { TryIt } from "./TryIt.tsx";

/** What the first part of a view says, in order: a sentence by its first words, header lines by "headers". */
const orderIn = (root: HTMLElement) =>
  [...(root.querySelector(".part")?.querySelectorAll("p, .change") ?? [])]
    .filter((one) => one.closest(".change") === null || one.className === "change")
    .map(({ className, textContent }) =>
      className === "change" ? "headers" : textContent?.slice(0, 9),
    );

it.each([
  ["a status", 413, ["Send less", "headers"]],
  ["twin: headers", 200, ["headers", "To allow "]],
])("says first what the title names: %s", (_, status, wanted) => {
  const exchange = reported({ response: [status, HTML] });
  const views = inViews([exchange], orderIn);
  expect(views).toHaveLength(2);
  for (const view of views) {
    expect(view.filter((one) => wanted.includes(one ?? ""))).toEqual(wanted);
  }
});

it("says what cannot be tried after what to change", () => {
  const exchange = reported({ ...put, preflight: [404, HTML] });
  const of = [{ exchange, verdict: judge(exchange) }];
  const [texts] = inViews([exchange], ({ ownerDocument }) => {
    const root = ownerDocument.createElement("div");
    const store = createStore({ judge });
    render(
      h(TryIt, { store, actions: NOTHING_TO_RECORD, of, children: h("p", null, "Do it.") }),
      root,
    );
    return [...root.querySelectorAll("p")].map(({ textContent }) => textContent);
  });
  expect(texts).toEqual(["Do it.", expect.stringMatching(/^Cannot be tried in this tab/)]);
});

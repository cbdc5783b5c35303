import { h, render } from "preact";
import { expect, it } from "vitest";
import {
  AO,
  HTML,
  PAGE,
  put,
  type ReportedRequest,
  reported,
} from "../../diagnosis/case.test-builder.ts";
import { judge } from "../../verdict/judge.ts";
import { createStore } from "../model/store.ts";
import { NOTHING_TO_RECORD } from "./panel-actions.ts";
import { inViews } from "./said-in-view.test-helper.ts";
import { TryIt } from "./TryIt.tsx";

/** The first part of a view, in order: sentences by their first words, header lines as "headers". */
const orderIn = (root: HTMLElement) =>
  [...(root.querySelector(".part")?.querySelectorAll("p, .change") ?? [])]
    .filter((one) => one.closest(".change") === null || one.className === "change")
    .map(({ className, textContent }) =>
      className === "change" ? "headers" : textContent?.slice(0, 9),
    );

const ALLOWS = `${AO}: ${PAGE}`;
/** The browser sends `Origin: null` after this redirect. */
const TO_OTHER = [["https://cdn.third.example/items", [302, ALLOWS]]] as const;

it.each([
  ["a status", { response: [413, HTML] }, ["Send less", "headers"]],
  ["a response that lacks only headers", { response: [200, HTML] }, ["headers", "To allow "]],
  ["a redirect", { redirects: TO_OTHER, response: [200, ALLOWS] }, ["Request h", "headers"]],
] as const)(
  "lists the title's change first: %s",
  (_, request: ReportedRequest, wanted: readonly string[]) => {
    const exchange = reported(request);
    const views = inViews([exchange], orderIn);
    expect(views).toHaveLength(2);
    for (const view of views) {
      expect(view.filter((one) => wanted.includes(one ?? ""))).toEqual(wanted);
    }
  },
);

it("lists parts that cannot be tried after the changes", () => {
  const exchange = reported({ ...put, preflight: [404, HTML] });
  const of = [{ exchange, remedy: judge(exchange).remedy }];
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

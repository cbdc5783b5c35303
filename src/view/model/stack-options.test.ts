import { expect, it } from "vitest";
import { STACKS } from "../../stacks/catalogue.ts";
import { matchingOptions, stackOptions } from "./stack-options.ts";

const titles = (options: readonly { readonly title: string }[]) =>
  options.map(({ title }) => title);

it("lists every stack once: the recognised ones first, then by kind and name", () => {
  const options = stackOptions([
    { stack: "express", certainty: "certain" },
    { stack: "nginx", certainty: "likely" },
    { stack: "gone", certainty: "certain" },
  ]);
  expect(new Set(options.map(({ id }) => id)).size).toBe(options.length);
  expect(options).toHaveLength(STACKS.length);
  expect(options.slice(0, 2)).toEqual([
    { id: "express", title: "Express", hint: "recognized" },
    { id: "nginx", title: "nginx", hint: "probably" },
  ]);
  const kinds = options.slice(2).map(({ hint }) => hint);
  expect(kinds.lastIndexOf("framework")).toBeLessThan(kinds.indexOf("web server"));
  const frameworks = titles(options.slice(2).filter(({ hint }) => hint === "framework"));
  expect(frameworks).toEqual([...frameworks].sort((a, b) => a.localeCompare(b, "en")));
});

it.each([
  ["ngi", ["nginx", "ingress-nginx"]],
  ["NGINX web", ["nginx"]],
  ["dev webpack", ["webpack-dev-server"]],
  ["no such thing", []],
])("finds by %j", (text, wanted) => {
  expect(matchingOptions(stackOptions([]), text).map(({ id }) => id)).toEqual(wanted);
});

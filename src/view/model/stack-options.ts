import { sayCertainty, sayKind } from "../../explanation/stacks/snippet-words.ts";
import { STACKS, stackById } from "../../stacks/catalogue.ts";
import type { Candidate } from "../../stacks/recognise.ts";
import type { Stack } from "../../stacks/stack.ts";
import { say } from "../../words/words.ts";

/** A stack to choose, and a hint: its certainty or its kind. */
export interface StackOption {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
}

/** The order of kinds: software that people write themselves first. */
const KINDS: readonly Stack["kind"][] = [
  "framework",
  "application",
  "web-server",
  "proxy",
  "gateway",
  "load-balancer",
  "cdn",
  "platform",
];

/** Every stack: the recognised ones first, by certainty; then by kind and name. */
export function stackOptions(candidates: readonly Candidate[]): StackOption[] {
  const recognised = candidates.flatMap(({ stack: id, certainty }) => {
    const stack = stackById(id);
    return stack === null ? [] : [{ id, title: stack.title, hint: sayCertainty(certainty) }];
  });
  const known = new Set(recognised.map(({ id }) => id));
  const others = STACKS.filter(({ id }) => !known.has(id))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
        a.title.localeCompare(b.title, say("language_tag")),
    )
    .map(({ id, title, kind }) => ({ id, title, hint: sayKind(kind) }));
  return [...recognised, ...others];
}

/** The options whose name, id or hint contains every typed word. */
export function matchingOptions(options: readonly StackOption[], text: string): StackOption[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ id, title, hint }) => {
    const searched = `${id} ${title} ${hint}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

import type { Call, Seen } from "./call.ts";
import { perform } from "./perform.ts";

// Runs in the demo page: pages.ts serves it without the types.

interface PageCase {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly call: Call;
}

const WORDS = {
  allowed: "✓ The page can read it",
  opaque: "◐ Opaque: there, but not readable",
  rejected: "✗ Nothing but an error",
} as const;

const cases: readonly PageCase[] = JSON.parse(elementOf("#lab").textContent ?? "[]");
const outputs = new Map<string, HTMLOutputElement>();

/** Makes the call of a case, shows the page's result under its button, and returns it. */
async function runCase(id: string): Promise<Seen> {
  const one = cases.find((other) => other.id === id);
  const output = outputs.get(id);
  if (!one || !output) throw new Error(`There is no case "${id}".`);
  delete output.dataset.outcome;
  output.textContent = "…";
  const seen = await perform(one.call);
  output.dataset.outcome = seen.outcome;
  output.textContent = `${WORDS[seen.outcome]} (${seen.detail})`;
  return seen;
}

async function runAll(): Promise<void> {
  const button = elementOf<HTMLButtonElement>("#run-all");
  const progress = elementOf("#progress");
  button.disabled = true;
  for (const [index, { id }] of cases.entries()) {
    progress.textContent = `${index + 1} of ${cases.length}`;
    await runCase(id);
  }
  progress.textContent = `${cases.length} done`;
  button.disabled = false;
}

function show(): void {
  for (const [group, members] of groups()) {
    const section = stamp("#group");
    elementOf("h2", section).textContent = group;
    for (const { id, title } of members) {
      const item = stamp("#case");
      const button = elementOf<HTMLButtonElement>("button", item);
      const output = elementOf<HTMLOutputElement>("output", item);
      button.textContent = title;
      button.id = id;
      button.addEventListener("click", () => void runCase(id));
      output.htmlFor.value = id;
      outputs.set(id, output);
      elementOf("ul", section).append(item);
    }
    elementOf("#groups").append(section);
  }
  elementOf("#run-all").addEventListener("click", () => void runAll());
}

/** The groups in the order of their first cases. */
function groups(): Map<string, PageCase[]> {
  const found = new Map<string, PageCase[]>();
  for (const one of cases) found.set(one.group, [...(found.get(one.group) ?? []), one]);
  return found;
}

function stamp(template: string): Element {
  const content = elementOf<HTMLTemplateElement>(template).content.cloneNode(true);
  return (content as DocumentFragment).firstElementChild as Element;
}

function elementOf<T extends Element = HTMLElement>(
  selector: string,
  root: ParentNode = document,
): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}.`);
  return element;
}

show();
Object.assign(globalThis, { runCase });

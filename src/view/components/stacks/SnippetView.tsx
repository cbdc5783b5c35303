import { sayMistake } from "../../../explanation/stacks/mistakes.ts";
import { sayRefused } from "../../../explanation/stacks/refused.ts";
import {
  sayUnsupported,
  sayVersion,
  sayWhere,
  snippetText,
} from "../../../explanation/stacks/snippet-words.ts";
import type { Configuration } from "../../../stacks/configurations.ts";
import type { Mistake, Stack } from "../../../stacks/stack.ts";
import { say } from "../../../words/words.ts";
import { CopyButton } from "../CopyButton.tsx";
import { OutLink } from "../OutLink.tsx";
import { VisibleText } from "../VisibleText.tsx";

/** The parts of a policy that a configuration cannot express, in words. */
function Refused({ refused }: { refused: Configuration["refused"] }) {
  return (
    <>
      {refused.map((one) => {
        const sentence = sayRefused(one);
        return (
          <p key={sentence} class="stack-warning">
            <VisibleText value={sentence} />
          </p>
        );
      })}
    </>
  );
}

interface SnippetViewProps {
  stack: Stack;
  configuration: Configuration;
}

/** A stack's configuration: the snippets and their places, in order, and the lines to remove. */
export function SnippetView({ stack, configuration: { snippet, refused } }: SnippetViewProps) {
  if (snippet === null) {
    return (
      <>
        <p class="stack-warning">{say("stack_no_origin")}</p>
        <Refused refused={refused} />
      </>
    );
  }
  const unsupported = sayUnsupported(stack, snippet);
  return (
    <>
      <Refused refused={refused} />
      {unsupported !== null && <p class="stack-warning">{unsupported}</p>}
      <div class="part-head">
        <span class="subtle">{stack.versions.map(sayVersion).join(", ")}</span>
        <CopyButton label={say("stack_copy_all")} text={async () => snippetText(stack, snippet)} />
      </div>
      <ol class="stack-steps" aria-label={say("stack_steps")}>
        {snippet.install !== null && (
          <Step at={1} where={say("stack_install")} code={snippet.install} />
        )}
        {snippet.blocks.map((block, index) => (
          <Step
            key={index}
            at={index + (snippet.install === null ? 1 : 2)}
            where={sayWhere(block)}
            code={block.code}
          />
        ))}
        {stack.remove.length > 0 && (
          <li class="change">
            <p class="change-where">{say("stack_remove")}</p>
            <ul class="change-lines">
              {stack.remove.map((one) => (
                <li key={one}>
                  <del class="change-what">{one}</del>
                </li>
              ))}
            </ul>
          </li>
        )}
      </ol>
    </>
  );
}

function Step({ at, where, code }: { at: number; where: string; code: string }) {
  return (
    <li class="change">
      <div class="change-where part-head">
        <span>{where}</span>
        <CopyButton
          label={say("copy_menu")}
          name={say("stack_copy_block", String(at))}
          text={async () => code}
        />
      </div>
      <Code text={code} />
    </li>
  );
}

/** Scrolls long lines sideways: a wrapped line could be copied with its break. */
export function Code({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users must be able to scroll it.
    <pre class="stack-code" tabIndex={0}>
      <code>{text}</code>
    </pre>
  );
}

/** One mistake: the problem, the fix, and the code as people write it. */
export function MistakeView({ mistake }: { mistake: Mistake }) {
  const { because, fix, code } = sayMistake(mistake);
  return (
    <p>
      <code class="mistake-code">{code}</code> {because} {fix}
    </p>
  );
}

/** A stack's common mistakes, and its own documentation. */
export function StackNotes({ stack }: { stack: Stack }) {
  return (
    <>
      {stack.mistakes.length > 0 && (
        <details class="stack-mistakes">
          <summary>{say("stack_mistakes", stack.title)}</summary>
          {stack.mistakes.map((mistake) => (
            <MistakeView key={mistake.id} mistake={mistake} />
          ))}
        </details>
      )}
      <p class="learn-more">
        {say("stack_docs")}{" "}
        {stack.docs.map((url) => (
          <OutLink key={url} url={url} label={url.replace(/^https:\/\//, "")} />
        ))}
      </p>
    </>
  );
}

/** Commands for a terminal, with their expected output. */
export function CheckView({ lines }: { lines: readonly string[] }) {
  const text = lines.join("\n");
  return (
    <details class="stack-check" open>
      <summary>{say("stack_check")}</summary>
      <CopyButton label={say("stack_copy_check")} text={async () => text} />
      <Code text={text} />
    </details>
  );
}

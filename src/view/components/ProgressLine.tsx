import { type MessageName, say, sayNumber } from "../../words/words.ts";
import { timeOf } from "../model/load-lines.ts";
import type { Store } from "../model/store.ts";
import { Mark, type MarkKind } from "./Mark.tsx";

interface Part {
  readonly message: MessageName;
  readonly count: number;
  readonly mark: MarkKind;
  readonly title?: MessageName;
}

/** The progress of the previous load's problems, and a button to compare any two loads. */
export function ProgressLine({ store }: { store: Store }) {
  const known = store.progress.value;
  const seen = known?.progress.value ?? null;
  const canCompare = known?.canCompare.value ?? false;
  if (known === null || (seen === null && !canCompare)) return null;
  const parts: Part[] = [
    { message: "progress_fixed", count: seen?.fixed.length ?? 0, mark: "allowed" },
    { message: "progress_tried", count: seen?.tried.length ?? 0, mark: "allowed" },
    { message: "progress_failing", count: seen?.failing ?? 0, mark: "blocked" },
    { message: "progress_added", count: seen?.added.size ?? 0, mark: "warning" },
    {
      message: "progress_open",
      count: seen?.open.length ?? 0,
      mark: "unknown",
      title: "progress_open_title",
    },
  ];
  const shown = parts.filter(({ count }) => count > 0);
  return (
    <section class="progress" aria-label={say("progress_name")}>
      <p role="status">
        {seen !== null && shown.length === 0 && say("progress_none")}
        {shown.map(({ message, count, mark, title }) => (
          <span key={message} class="progress-part" title={title && say(title)}>
            <Mark kind={mark} />
            {say(message, sayNumber(count))}
          </span>
        ))}{" "}
        <span class="subtle roomy-only">
          {seen !== null && seen.since !== null
            ? say("progress_since", timeOf(seen.since))
            : seen !== null && say("progress_later")}
        </span>
      </p>
      {canCompare && !known.comparing.value && (
        <button
          type="button"
          class="button"
          onClick={() => {
            known.comparing.value = true;
          }}
        >
          {say("progress_compare")}
        </button>
      )}
    </section>
  );
}

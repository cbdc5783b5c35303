import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { say } from "../../../words/words.ts";
import { matchingOptions, type StackOption } from "../../model/stack-options.ts";

const FIELD_ID = "stack-choice";
const LIST_ID = "stack-options";
const optionId = (index: number) => `stack-option-${index}`;

interface StackChoiceProps {
  options: readonly StackOption[];
  /** The id of the selected option. */
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** A select box that is searched by typing. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */
export function StackChoice({ options, chosen, onChoose }: StackChoiceProps) {
  const field = useRef<HTMLInputElement>(null);
  /** The search text; null while the list is closed. */
  const sought = useSignal<string | null>(null);
  const active = useSignal(-1);
  const current = options.find(({ id }) => id === chosen) ?? null;
  const text = sought.value;
  const found = text === null ? [] : matchingOptions(options, text);
  const isOpen = text !== null;

  const open = () => {
    sought.value = "";
    active.value = -1;
  };
  const close = () => {
    sought.value = null;
    active.value = -1;
  };
  const take = (option: StackOption | undefined) => {
    if (option === undefined) return;
    onChoose(option.id);
    close();
  };
  const move = (step: number) => {
    if (found.length === 0) return;
    const from = active.value < 0 && step < 0 ? 0 : active.value;
    active.value = (from + step + found.length) % found.length;
    requestAnimationFrame(() =>
      document.getElementById(optionId(active.value))?.scrollIntoView({ block: "nearest" }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (isOpen) move(event.key === "ArrowDown" ? 1 : -1);
      else open();
    } else if (event.key === "Enter" && isOpen) {
      take(found[active.value] ?? (found.length === 1 ? found[0] : undefined));
    } else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="stack-choice">
      <label for={FIELD_ID}>{say("stack_choice")}</label>
      <span class="stack-choice-box">
        <input
          id={FIELD_ID}
          ref={field}
          class="text-field"
          type="text"
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          {...(isOpen && active.value >= 0 && { "aria-activedescendant": optionId(active.value) })}
          placeholder={current?.title ?? say("stack_choice_hint")}
          spellcheck={false}
          autocomplete="off"
          value={text ?? current?.title ?? ""}
          onInput={(event) => {
            sought.value = event.currentTarget.value;
            active.value = -1;
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => {
            if (!isOpen) open();
          }}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        <span aria-hidden="true" class="stack-choice-mark">
          ▾
        </span>
        <div
          id={LIST_ID}
          class="stack-options"
          role="listbox"
          aria-label={say("stack_choice")}
          hidden={!isOpen}
        >
          {found.map((option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names this by aria-activedescendant.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
            <div
              key={option.id}
              id={optionId(index)}
              role="option"
              aria-selected={index === active.value}
              data-chosen={option.id === chosen}
              // Keeps the focus in the field, so that the list stays open.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              <span>{option.title}</span>
              <span class="suggestion-hint">{option.hint}</span>
            </div>
          ))}
          {isOpen && found.length === 0 && (
            // biome-ignore lint/a11y/useFocusableInteractive: nothing to choose.
            <div role="option" aria-selected={false} aria-disabled={true}>
              {say("stack_choice_none")}
            </div>
          )}
        </div>
      </span>
    </div>
  );
}

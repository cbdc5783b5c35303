import type { ComponentChildren } from "preact";
import type { RemedyChange } from "../../verdict/verdict.ts";
import { type MessageName, say } from "../../words/words.ts";
import { loadPart } from "../model/load-part.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { Lazy } from "./Lazy.tsx";
import type { PanelActions } from "./panel-actions.ts";

/** The key under which the choice is remembered, among the open sections. */
const CONFIG = "server-config";
const PANEL_ID = "change-form";

const FORMS = {
  headers: "change_form_headers",
  config: "change_form_config",
} as const satisfies Record<string, MessageName>;
type Form = keyof typeof FORMS;
const ALL = Object.keys(FORMS) as Form[];

interface ChangeFormsProps {
  store: Store;
  actions: PanelActions;
  /** The requests that the change is for, including the speaker. */
  rows: readonly Row[];
  speaker: Row;
  isProblem: boolean;
  /** The change of the speaker's responses, if it is not the verdict's own. */
  remedy?: readonly RemedyChange[] | null;
  /** The change as header lines. */
  children: ComponentChildren;
}

/** One change in two forms: the header lines, and the configuration of the server's software. */
export function ChangeForms({ children, ...props }: ChangeFormsProps) {
  const { store, speaker } = props;
  if (store.report?.standalone) return <>{children}</>;
  const chosen: Form = store.openSections.value.has(CONFIG) ? "config" : "headers";
  const choose = (form: Form) => {
    const next = new Set(store.openSections.value);
    if (form === "config") next.add(CONFIG);
    else next.delete(CONFIG);
    store.openSections.value = next;
    document.getElementById(tabId(form))?.focus();
  };
  return (
    <>
      <div class="change-forms" role="tablist" aria-label={say("change_forms")}>
        {ALL.map((form) => (
          <button
            key={form}
            id={tabId(form)}
            type="button"
            role="tab"
            class="tab"
            aria-selected={form === chosen}
            aria-controls={PANEL_ID}
            tabIndex={form === chosen ? 0 : -1}
            onClick={() => choose(form)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              choose(form === "config" ? "headers" : "config");
              event.preventDefault();
            }}
          >
            {say(FORMS[form])}
          </button>
        ))}
      </div>
      <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(chosen)}>
        {chosen === "headers" ? (
          children
        ) : (
          <Lazy key={speaker.id} load={loadStackPart} props={props} />
        )}
      </div>
    </>
  );
}

const tabId = (form: Form) => `change-${form}`;

const loadStackPart = async () =>
  (await loadPart(() => import("./stacks/StackPart.tsx")))?.StackPart;

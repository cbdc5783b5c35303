import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { sayRefusedFragment, sayVersion } from "../../../explanation/stacks/snippet-words.ts";
import { checkPolicy } from "../../../report/check-commands.ts";
import { stackById } from "../../../stacks/catalogue.ts";
import { configurationOf } from "../../../stacks/configurations.ts";
import {
  fromFragment,
  isSeconds,
  type PageState,
  policyOfPage,
  type RefusedFragment,
  toFragment,
} from "../../../stacks/page-state.ts";
import { safePolicy } from "../../../stacks/safe-policy.ts";
import { type MessageName, say } from "../../../words/words.ts";
import { publicLink } from "../../model/site-url.ts";
import { stackOptions } from "../../model/stack-options.ts";
import { VisibleText } from "../VisibleText.tsx";
import { CopyState } from "./CopyState.tsx";
import { CheckView, SnippetView, StackNotes } from "./SnippetView.tsx";
import { StackChoice } from "./StackChoice.tsx";

/** The initial state: the minimum that a JSON API needs. */
const DEFAULTS: PageState = {
  stack: null,
  origins: ["https://app.example"],
  methods: ["GET", "POST"],
  requestHeaders: ["content-type"],
  exposedHeaders: [],
  credentials: false,
  maxAge: 600,
};

/** The fields that hold lists, as typed. */
type ListField = "origins" | "methods" | "requestHeaders" | "exposedHeaders";
const LISTS: readonly { field: ListField; name: MessageName; hint?: MessageName }[] = [
  { field: "origins", name: "site_origins", hint: "site_origins_hint" },
  { field: "methods", name: "site_methods" },
  { field: "requestHeaders", name: "site_headers" },
  { field: "exposedHeaders", name: "site_exposed" },
];

interface Shown {
  readonly state: PageState;
  /** The current text of each field; a state from a link is shown as given. */
  readonly texts: Readonly<Record<ListField | "maxAge", string>>;
  readonly refused: RefusedFragment | null;
}

function shownFrom(fragment: string): Shown {
  const read = fromFragment(fragment);
  const state = read !== null && "state" in read ? read.state : DEFAULTS;
  const refused = read !== null && "refused" in read ? read.refused : null;
  const text = (values: readonly string[] | "*") => (values === "*" ? "*" : values.join("\n"));
  return {
    state,
    refused,
    texts: {
      origins: text(state.origins),
      methods: text(state.methods),
      requestHeaders: text(state.requestHeaders),
      exposedHeaders: text(state.exposedHeaders),
      maxAge: state.maxAge === null ? "" : String(state.maxAge),
    },
  };
}

/** The page of configurations: all of its state is in the URL's fragment. */
export function SitePage({ today }: { today: Date }) {
  const shown = useSignal(shownFrom(location.hash));
  // Listens before the first frame: an effect would miss earlier changes of the URL.
  useLayoutEffect(() => {
    const read = () => {
      shown.value = shownFrom(location.hash);
    };
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, [shown]);
  const { state, texts, refused } = shown.value;

  const change = (next: Partial<PageState>, text: Partial<Shown["texts"]> = {}) => {
    shown.value = {
      state: { ...state, ...next },
      texts: { ...texts, ...text },
      refused: null,
    };
    history.replaceState(null, "", toFragment(shown.value.state));
  };
  const changeList = (field: ListField, text: string) => {
    const values = text.split(/[\s,]+/).filter(Boolean);
    const isAny = field === "origins" && values.length === 1 && values[0] === "*";
    change({ [field]: isAny ? "*" : values }, { [field]: text });
  };
  const isWrongAge = texts.maxAge !== "" && !isSeconds(texts.maxAge);

  return (
    <main class="page site">
      <h1>{say("site_title")}</h1>
      <p>{say("site_intro")}</p>
      {refused !== null && (
        <p class="stack-warning" role="alert">
          {say("site_link_refused")} <VisibleText value={sayRefusedFragment(refused)} />
        </p>
      )}
      <section class="site-fields">
        <StackChoice
          options={stackOptions([])}
          chosen={state.stack}
          onChoose={(stack) => change({ stack })}
        />
        {LISTS.map(({ field, name, hint }) => (
          <label key={field}>
            {say(name)}
            <textarea
              class="text-field"
              rows={3}
              spellcheck={false}
              autocomplete="off"
              value={texts[field]}
              onInput={(event) => changeList(field, event.currentTarget.value)}
            />
            {hint !== undefined && <span class="subtle">{say(hint)}</span>}
          </label>
        ))}
        <label class="site-check">
          <input
            type="checkbox"
            checked={state.credentials}
            onChange={(event) => change({ credentials: event.currentTarget.checked })}
          />
          {say("site_credentials")}
        </label>
        <label>
          {say("site_max_age")}
          <input
            class="text-field"
            inputMode="numeric"
            autocomplete="off"
            aria-invalid={isWrongAge}
            value={texts.maxAge}
            onInput={(event) => {
              const { value } = event.currentTarget;
              change({ maxAge: isSeconds(value) ? Number(value) : null }, { maxAge: value });
            }}
          />
          {isWrongAge && <span class="subtle">{say("site_max_age_wrong")}</span>}
        </label>
      </section>
      <Result state={state} today={today} />
    </main>
  );
}

function Result({ state, today }: { state: PageState; today: Date }) {
  const fragment = toFragment(state);
  const stack = state.stack === null ? null : stackById(state.stack);
  const policy = policyOfPage(state);
  const problem = problemOf(state);
  const isMade = stack !== null && problem === null && safePolicy(policy).policy !== null;
  return (
    <section class="site-result" aria-live="polite">
      {state.stack === null && <p>{say("site_choose")}</p>}
      {state.stack !== null && stack === null && (
        <p class="stack-warning">
          <VisibleText value={say("site_unknown_stack", state.stack.slice(0, 100))} />
        </p>
      )}
      {problem !== null && <p class="stack-warning">{problem}</p>}
      {stack !== null && (
        <>
          <h2>{stack.title}</h2>
          {problem === null && (
            <SnippetView
              stack={stack}
              configuration={configurationOf(stack, { paths: null, policy })}
            />
          )}
          {isMade && <CheckView lines={checkPolicy(policy)} />}
          <StackNotes stack={stack} />
          {isMade && (
            <p class="subtle">
              {say(
                "site_made",
                today.toLocaleDateString(say("language_tag"), { dateStyle: "long" }),
                stack.versions.map(sayVersion).join(", "),
              )}
            </p>
          )}
        </>
      )}
      <p class="stack-page">
        <a href={publicLink(fragment, location.href) ?? fragment}>{say("site_permalink")}</a>
        <CopyState fragment={fragment} here={location.href} />
      </p>
    </section>
  );
}

/** The reason why a state has no configuration; null if it has one. */
function problemOf({ origins, credentials, methods }: PageState): string | null {
  if (origins === "*" && credentials) return say("site_any_with_credentials");
  if (methods.length === 0) return say("site_no_methods");
  return null;
}

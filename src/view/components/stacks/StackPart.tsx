import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { sayRecognition } from "../../../explanation/stacks/recognition.ts";
import { sayPartsApart, sayUnmet } from "../../../explanation/stacks/snippet-words.ts";
import { listMembers } from "../../../http/field-values.ts";
import { sameHeaderName } from "../../../http/header-list.ts";
import type { PolicyPart, ServerPolicy } from "../../../policy/policy.ts";
import { checkRecorded } from "../../../report/check-commands.ts";
import { share } from "../../../report/redact.ts";
import { stackById } from "../../../stacks/catalogue.ts";
import { configurationForPaths, configurationOf } from "../../../stacks/configurations.ts";
import { mistakesShown } from "../../../stacks/mistakes.ts";
import { pageStateOf, toFragment } from "../../../stacks/page-state.ts";
import {
  allowsSomething,
  partFor,
  policyOfServer,
  serverOf,
} from "../../../stacks/recorded-server.ts";
import { hostOf, wentTo } from "../../../stacks/server-at-fault.ts";
import type { Stack } from "../../../stacks/stack.ts";
import type { RemedyChange } from "../../../verdict/verdict.ts";
import { type MessageName, say, sayCount } from "../../../words/words.ts";
import type { Row } from "../../model/row.ts";
import { stackOptions } from "../../model/stack-options.ts";
import type { Store } from "../../model/store.ts";
import type { PanelActions } from "../panel-actions.ts";
import { VisibleText } from "../VisibleText.tsx";
import { CopyState } from "./CopyState.tsx";
import { CheckView, MistakeView, SnippetView, StackNotes } from "./SnippetView.tsx";
import { StackChoice } from "./StackChoice.tsx";

const SHOWN_PATHS = 5;
/** The number of a problem's requests that are searched for its mistake; the speaker is always included. */
const SEARCHED = 20;

interface StackPartProps {
  store: Store;
  actions: PanelActions;
  rows: readonly Row[];
  speaker: Row;
  isProblem: boolean;
  remedy?: readonly RemedyChange[] | null;
}

/** The change as a configuration of the server's software. */
export function StackPart(props: StackPartProps) {
  const { store, actions, rows, speaker, isProblem, remedy = null } = props;
  const { server, recognition, stack: sure } = useMemo(() => serverOf(speaker), [speaker]);
  const host = hostOf(server);
  const remembered = useComputed(
    () => store.stacks.value.findLast(([of]) => of === host)?.[1] ?? null,
  );
  const isForAll = useSignal(true);
  const kept = remembered.value === null ? null : stackById(remembered.value);
  const stack = kept ?? sure;

  const recorded = [...store.recording.value.rows.values()].filter(({ exchange }) =>
    wentTo(exchange, server),
  );
  const covered = isForAll.value ? recorded : rows;
  // A growing recording gives a new policy only after another request to this server.
  const { policy, count } = useMemo(
    () =>
      policyOfServer(covered, server, ({ exchange }) =>
        exchange.id === speaker.id ? exposedBy(remedy ?? []) : [],
      ),
    [covered.length, isForAll.value, server, speaker],
  );
  const choose = (id: string) => {
    store.stacks.value = [...store.stacks.value.filter(([of]) => of !== host), [host, id]];
  };

  return (
    <div class="stack-part">
      <ul class="stack-layers">
        {sayRecognition(recognition).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {recognition.contrast === "two-layers-add" && <li>{say("stack_two_layers")}</li>}
      </ul>
      <div class="stack-controls">
        <StackChoice
          options={stackOptions(recognition.candidates)}
          chosen={stack?.id ?? null}
          onChoose={choose}
        />
        <fieldset class="stack-scope">
          <legend>{say("stack_scope")}</legend>
          {[false, true].map((all) => (
            <label key={String(all)}>
              <input
                type="radio"
                name="stack-scope"
                checked={isForAll.value === all}
                onChange={() => {
                  isForAll.value = all;
                }}
              />{" "}
              {all ? say("stack_scope_server", host) : say(scopeOf(isProblem))}
            </label>
          ))}
          <span class="subtle">{sayCount("stack_scope_count", count)}</span>
        </fieldset>
      </div>
      {kept !== null && sure !== null && kept !== sure && (
        <p class="subtle">{say("stack_choice_kept", host, sure.title)}</p>
      )}
      {stack === null && <p>{say("stack_choice_unknown")}</p>}
      {stack !== null && <Shown stack={stack} speaker={speaker} rows={rows} recorded={recorded} />}
      {stack !== null &&
        (policy === null || !policy.parts.some((part) => allowsSomething(part.policy))) && (
          <p>{say("stack_no_policy")}</p>
        )}
      {stack !== null && policy !== null && (
        <Configured
          store={store}
          actions={actions}
          stack={stack}
          speaker={speaker}
          policy={policy}
        />
      )}
    </div>
  );
}

/** The response headers that a change exposes, lower-case. */
const exposedBy = (remedy: readonly RemedyChange[]) =>
  remedy
    .flatMap(({ set }) => set)
    .filter(({ name }) => sameHeaderName(name, "Access-Control-Expose-Headers"))
    .flatMap(({ value }) => listMembers(value.toLowerCase()));

const scopeOf = (isProblem: boolean): MessageName =>
  isProblem ? "stack_scope_problem" : "stack_scope_request";

interface ShownProps {
  stack: Stack;
  speaker: Row;
  rows: readonly Row[];
  recorded: readonly Row[];
}

/** The first classic mistake that the recording shows, above everything else. */
function Shown({ stack, speaker, rows, recorded }: ShownProps) {
  const searched = [speaker, ...rows.filter((row) => row !== speaker).slice(-SEARCHED)];
  // Compares each with everything recorded for the server: not repeated for requests to other servers.
  const first = useMemo(
    () => mistakesShown(stack, searched, recorded)[0],
    [stack, speaker, rows.length, recorded.length],
  );
  if (first === undefined) return null;
  return (
    <div class="stack-mistake">
      <h4>{say("stack_mistake_seen")}</h4>
      <MistakeView mistake={first.mistake} />
    </div>
  );
}

interface ConfiguredProps {
  store: Store;
  actions: PanelActions;
  stack: Stack;
  speaker: Row;
  policy: ServerPolicy;
}

function Configured({ store, actions, stack, speaker, policy }: ConfiguredProps) {
  const own = partFor(speaker, policy);
  const includeSecrets = !store.settings.value.redactByDefault;
  const commands = useMemo(
    () => checkRecorded(share(speaker, includeSecrets), own.policy),
    [speaker, includeSecrets, own],
  );
  const fragment = toFragment(pageStateOf(own.policy, stack.id));
  const notes = [
    ...sayUnmet(policy.unmet),
    ...(policy.open.includes("credentials") ? [say("stack_open_credentials")] : []),
  ];
  const parts = policy.parts.filter((part) => allowsSomething(part.policy));
  const forPaths = configurationForPaths(stack, parts);
  const apart = forPaths === null ? parts : [];
  const others = apart.filter((part) => part !== own);
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="stack-warning">
          {note}
        </p>
      ))}
      {apart.length > 1 && <p class="stack-warning">{sayPartsApart(stack)}</p>}
      {forPaths !== null && (
        <section>
          <Paths paths={forPaths.paths} />
          <SnippetView stack={stack} configuration={forPaths} />
        </section>
      )}
      {apart.includes(own) && (
        <section>
          {own.paths !== null && <Paths paths={own.paths} />}
          <SnippetView stack={stack} configuration={configurationOf(stack, own)} />
        </section>
      )}
      {others.map((part, index) => (
        <details key={index} class="stack-others">
          <summary>
            <Paths paths={part.paths} />
          </summary>
          <SnippetView stack={stack} configuration={configurationOf(stack, part)} />
        </details>
      ))}
      {parts.length > 0 && <CheckView lines={commands} />}
      <StackNotes stack={stack} />
      {parts.length > 0 && (
        <p class="stack-page">
          <a class="button" href={actions.configPage + fragment} target="_blank" rel="noreferrer">
            {say("stack_open_page")}
          </a>
          <CopyState fragment={fragment} />
        </p>
      )}
    </>
  );
}

function Paths({ paths }: { paths: PolicyPart["paths"] }) {
  const all = paths ?? [];
  const more = all.length - SHOWN_PATHS;
  return (
    <span class="stack-paths">
      {say("stack_paths")}{" "}
      {all.slice(0, SHOWN_PATHS).map((path) => (
        <span key={path} class="mono">
          <VisibleText value={path} shown={120} />{" "}
        </span>
      ))}
      {more > 0 && sayCount("stack_paths_more", more)}
    </span>
  );
}

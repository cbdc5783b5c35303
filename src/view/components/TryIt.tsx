import type { ComponentChildren } from "preact";
import { type Fix, type Obstacle, planTrials, rulesFor, together } from "../../try-it/rules-for.ts";
import { TRIAL_MS } from "../../try-it/trial.ts";
import { type MessageName, say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import type { TrialActions } from "./panel-actions.ts";

const OBSTACLES: Readonly<Record<Obstacle, MessageName>> = {
  "preflight-status": "trial_obstacle_status",
  "preflight-redirect": "trial_obstacle_redirect",
  "repeated-header": "trial_obstacle_repeated",
  "no-tab": "trial_obstacle_no_tab",
  url: "trial_obstacle_url",
  "too-many": "trial_obstacle_too_many",
};

export interface TryItProps {
  store: Store;
  actions: TrialActions;
  /** The requests whose fixes are tried together. */
  of: readonly Fix[];
  /** The change in words; anything that cannot be tried is listed after it. */
  children: ComponentChildren;
}

/** Offers to try the fix in the tab, and lists beforehand anything that cannot be tried. */
export function TryIt({ store, actions, of, children }: TryItProps) {
  const { tried, obstacles, doubts } = planTrials(of);
  const { trial } = store.recording.value.state;
  const all = together(trial?.tried ?? [], tried);
  const isOn = trial !== undefined && trial.error === undefined && sameJson(all, trial.tried);
  const start = () => {
    const until = Math.max(trial?.until ?? 0, Date.now() + TRIAL_MS);
    actions.tryFix({ tried: all, rules: rulesFor(all), until });
  };
  return (
    <>
      {tried.length > 0 && (
        <p>
          <button
            type="button"
            class="button primary"
            disabled={isOn}
            title={say("trial_start_title")}
            onClick={start}
          >
            {say(isOn ? "trial_started" : "trial_start")}
          </button>
        </p>
      )}
      {children}
      {obstacles.map((obstacle) => (
        <p key={obstacle} class="subtle">
          {say(OBSTACLES[obstacle])}
        </p>
      ))}
      {doubts.length > 0 && <p class="subtle">{say("trial_doubt_repeated")}</p>}
    </>
  );
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

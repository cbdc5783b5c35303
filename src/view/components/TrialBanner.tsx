import { useEffect, useState } from "preact/hooks";
import { countHeaders, isUncached } from "../../try-it/rules-for.ts";
import { TRIAL_MS, type Trial } from "../../try-it/trial.ts";
import { say, sayCount, sayList } from "../../words/words.ts";
import { urlParts } from "../model/row.ts";
import { ChangeLines } from "./ChangeLines.tsx";
import { Mark } from "./Mark.tsx";
import { Phrase } from "./Phrase.tsx";
import type { TrialActions } from "./panel-actions.ts";
import { VisibleText } from "./VisibleText.tsx";

const MINUTE = 60_000;
const LOOK_EVERY = 5_000;
const SHOWN_HOSTS = 3;
const SHOWN_CHANGES = 20;
const URL_CHARACTERS = 160;

/** Says while a fix is tried in the tab what is changed there, for how long, and how to end it. */
export function TrialBanner({ trial, actions }: { trial: Trial; actions: TrialActions }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY);
    return () => clearInterval(timer);
  }, []);
  const { tried, until, error } = trial;
  const hosts = [...new Set(tried.map(({ url }) => urlParts(url).host))];
  const more = tried.length - SHOWN_CHANGES;
  const stop = (
    <button type="button" class="button" onClick={() => actions.tryFix(null)}>
      {say(error === undefined ? "trial_stop" : "trial_close")}
    </button>
  );
  if (error !== undefined) {
    return (
      <p class="trial" role="alert">
        <Mark kind="warning" />
        <Phrase message="trial_failed">
          <VisibleText value={error} />
        </Phrase>
        {stop}
      </p>
    );
  }
  const minutes = Math.max(0, Math.ceil((until - now) / MINUTE));
  return (
    <section class="trial" aria-label={say("trial_name")}>
      <Mark kind="warning" />
      <div>
        <details>
          <summary>
            <strong>{say("trial_on")}</strong>{" "}
            <VisibleText value={sayList(hosts.slice(0, SHOWN_HOSTS))} />
            {hosts.length > SHOWN_HOSTS && ", …"}
            {", "}
            {`${sayCount("trial_headers", countHeaders(tried))} · ${sayCount("trial_left", minutes)}`}
          </summary>
          <p>{say("trial_marks")}</p>
          {tried.slice(0, SHOWN_CHANGES).map(({ method, url, set, remove }) => (
            <div class="change" key={`${method} ${url}`}>
              <p class="change-where">
                <Phrase message="remedy_response_to">
                  <span class="mono">
                    <VisibleText value={`${method} ${url}`} shown={URL_CHARACTERS} />
                  </span>
                </Phrase>
              </p>
              <ChangeLines
                status={null}
                set={set.filter((line) => !isUncached(line))}
                remove={remove}
              />
            </div>
          ))}
          {more > 0 && <p>{sayCount("trial_more_changes", more)}</p>}
        </details>
      </div>
      <span class="trial-tools">
        <button type="button" class="button" onClick={() => actions.reload()}>
          {say("trial_reload")}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => actions.tryFix({ ...trial, until: until + TRIAL_MS })}
        >
          {say("trial_more")}
        </button>
        {stop}
      </span>
    </section>
  );
}

import { useEffect, useRef, useState } from "preact/hooks";
import { visibleString } from "../../explanation/visible-text.ts";
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

interface TrialBannerProps {
  /** The tab's trial; undefined if none is active. */
  trial: Trial | undefined;
  actions: TrialActions;
}

/**
 * Shows a trial's changes and remaining time, and how to stop it. After its time is up, shows that it is
 * over.
 */
export function TrialBanner({ trial, actions }: TrialBannerProps) {
  const [isOver, setOver] = useState(false);
  const last = useRef<Trial | undefined>(undefined);
  const on = trial?.error === undefined ? trial : undefined;
  if (on !== last.current) {
    // A trial that ends early was stopped, here or in another view, or ended with its page.
    setOver(on === undefined && Date.now() >= (last.current?.until ?? Infinity));
    last.current = on;
  }
  const stop = () => actions.tryFix(null);
  if (trial === undefined && !isOver) return null;
  if (trial?.error !== undefined) return <Failed error={trial.error} onClose={stop} />;
  return (
    <section class="trial" aria-label={say("trial_name")}>
      <Mark kind={trial ? "warning" : "info"} />
      <div>
        {trial && <WhatIsTried trial={trial} />}
        {/* Screen readers announce only changes inside an existing live region. */}
        <p role="status" title={trial ? undefined : say("trial_over")}>
          {trial ? "" : say("trial_over")}
        </p>
      </div>
      <span class="trial-tools">
        <button type="button" class="button" onClick={() => actions.reload()}>
          {say("trial_reload")}
        </button>
        {trial && (
          <button
            type="button"
            class="button"
            onClick={() => actions.tryFix({ ...trial, until: trial.until + TRIAL_MS })}
          >
            {say("trial_more")}
          </button>
        )}
        <button type="button" class="button" onClick={trial ? stop : () => setOver(false)}>
          {say(trial ? "trial_stop" : "trial_close")}
        </button>
      </span>
    </section>
  );
}

function Failed({ error, onClose }: { error: string; onClose: () => void }) {
  return (
    <p class="trial" role="alert">
      <Mark kind="warning" />
      <Phrase message="trial_failed">
        <VisibleText value={error} />
      </Phrase>
      <button type="button" class="button" onClick={onClose}>
        {say("trial_close")}
      </button>
    </p>
  );
}

function WhatIsTried({ trial: { tried, until } }: { trial: Trial }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY);
    return () => clearInterval(timer);
  }, []);
  const hosts = [...new Set(tried.map(({ url }) => urlParts(url).host))];
  const more = tried.length - SHOWN_CHANGES;
  const minutes = Math.max(0, Math.ceil((until - now) / MINUTE));
  const where = sayList(hosts.slice(0, SHOWN_HOSTS));
  const rest = `${hosts.length > SHOWN_HOSTS ? ", …" : ""}, ${sayCount("trial_headers", countHeaders(tried))} · ${sayCount("trial_left", minutes)}`;
  return (
    <details>
      <summary title={visibleString(where) + rest}>
        <strong>{say("trial_on")}</strong> <VisibleText value={where} />
        {rest}
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
  );
}

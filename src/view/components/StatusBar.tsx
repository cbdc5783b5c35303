import { useEffect, useState } from "preact/hooks";
import { BUCKETS } from "../../issues/bucket.ts";
import { type MessageName, say, sayCount } from "../../words/words.ts";
import { sayBucket } from "../model/bucket-names.ts";
import { sayRequests } from "../model/counts.ts";
import type { Connection } from "../model/recording-store.ts";
import type { Store } from "../model/store.ts";
import { ExportProgress } from "./ExportProgress.tsx";
import { Notices } from "./Notices.tsx";

const CONNECTIONS: Readonly<Record<Connection, MessageName | null>> = {
  live: null,
  connecting: "status_connecting",
  lost: "status_lost",
  outdated: "status_outdated",
};

/** The size of the recording, and what it missed. */
export function StatusBar({ store }: { store: Store }) {
  const { state, notJudged } = store.recording.value;
  const { frames, total, hidden } = store.summary.value;
  const connection = CONNECTIONS[store.connection.value];
  const { lostReports = 0, unsaved = 0 } = state;
  const missed = state.notUnderstood + notJudged;
  const parts = [
    ...(store.report === null ? [sayCount("status_watching", frames)] : []),
    sayRequests(total),
    ...(hidden > 0 ? [sayCount("status_hidden", hidden)] : []),
    state.dropped === 0 ? say("status_none_dropped") : sayCount("status_dropped", state.dropped),
    ...(lostReports > 0 ? [sayCount("status_reports_lost", lostReports)] : []),
    ...(unsaved > 0 ? [sayCount("status_unsaved", unsaved)] : []),
    ...(missed > 0 ? [sayCount("status_not_understood", missed)] : []),
  ];
  return (
    <footer class="status-bar">
      {state.paused && <strong class="status-strong">{say("status_paused")}</strong>}
      {connection !== null && (
        <strong class="status-strong" role="status">
          {say(connection)}
        </strong>
      )}
      <span>{parts.join(" · ")}</span>
      <span role="status" class="copy">
        {store.said.value}
      </span>
      <ExportProgress store={store} />
      <Notices notice={store.notice.value} />
      <Announcer store={store} />
    </footer>
  );
}

/** Counts may change sixty times a second; screen readers announce them once they are stable. */
const REST_MS = 1000;

function Announcer({ store }: { store: Store }) {
  const { counts, visible } = store.summary.value;
  const [said, setSaid] = useState("");
  const byBucket = BUCKETS.filter((bucket) => counts[bucket] > 0).map(
    (bucket) => `${sayBucket(bucket)} ${counts[bucket]}`,
  );
  const now = [sayRequests(visible.length), ...byBucket].join(", ");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(now), REST_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return (
    <span class="visually-hidden" aria-live="polite">
      {said}
    </span>
  );
}

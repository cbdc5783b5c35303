import { useEffect, useState } from "preact/hooks";
import { BUCKET_LABELS, BUCKETS } from "../model/bucket.ts";
import { counted } from "../model/counted.ts";
import type { Connection, Store } from "../model/store.ts";

const WORDS = {
  watching: (frames: number) => `Watching ${counted(frames, "frame")}`,
  requests: (requests: number) => counted(requests, "request"),
  hidden: (requests: number) => `${requests} same-origin not shown`,
  dropped: (requests: number) =>
    requests === 0 ? "none dropped" : `${requests} oldest dropped to save memory`,
  notUnderstood: (events: number) => `${counted(events, "event")} not understood`,
  paused: "Paused",
};

const CONNECTIONS: Readonly<Record<Connection, string | null>> = {
  live: null,
  connecting: "Connecting…",
  lost: "Reconnecting…",
  outdated: "The extension was updated. Close this panel and open it again.",
};

/** What the recording holds and what it missed. */
export function StatusBar({ store }: { store: Store }) {
  const { state, notJudged } = store.recording.value;
  const { frames, total, hidden } = store.summary.value;
  const connection = CONNECTIONS[store.connection.value];
  const missed = state.notUnderstood + notJudged;
  const parts = [
    WORDS.watching(frames),
    WORDS.requests(total),
    ...(hidden > 0 ? [WORDS.hidden(hidden)] : []),
    WORDS.dropped(state.dropped),
    ...(missed > 0 ? [WORDS.notUnderstood(missed)] : []),
  ];
  return (
    <footer class="status-bar">
      {state.paused && <strong class="status-strong">{WORDS.paused}</strong>}
      {connection !== null && (
        <strong class="status-strong" role="status">
          {connection}
        </strong>
      )}
      <span>{parts.join(" · ")}</span>
      {store.notice.value !== null && <strong role="alert">{store.notice.value}</strong>}
      <Announcer store={store} />
    </footer>
  );
}

/** Counts may change sixty times a second; a listener is told at rest. */
const REST_MS = 1000;

function Announcer({ store }: { store: Store }) {
  const { counts } = store.summary.value;
  const [said, setSaid] = useState("");
  const now = BUCKETS.filter((bucket) => counts[bucket] > 0)
    .map((bucket) => `${BUCKET_LABELS[bucket]} ${counts[bucket]}`)
    .join(", ");
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

import { batch, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Exchange } from "../../exchange/exchange.ts";
import {
  DEFAULT_SETTINGS,
  PROTOCOL_VERSION,
  type Settings,
  type TabState,
  type ToView,
} from "../../protocol/messages.ts";
import type { Judged } from "../../verdict/judged.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import type { Term } from "./filter.ts";
import { onIdle, onNextFrame } from "./frame-schedule.ts";
import { deeper, type Row, rowOf } from "./row.ts";
import { createTally, type Tally } from "./tally.ts";
import { noteTrouble } from "./troubles.ts";

/** How the work is divided among frames. */
interface Pace {
  /** The time for judging in one frame. */
  readonly budget: number;
  /** The time between two drawings. */
  readonly drawnEvery: number;
}

/** Judges in most of a 60 Hz frame, then draws. */
const CALM: Pace = { budget: 10, drawnEvery: 0 };
/**
 * Above this number of changes at once, nobody can follow each: most frames judge, and a few draw. No frame
 * does both, nor explains what it draws: each takes most of the time of a frame.
 */
const BURST = 10;
const BURST_PACE: Pace = { budget: 10, drawnEvery: 100 };
/** Above this number (a long recording is opened), judging comes first. */
const BACKLOG = 1000;
const BACKLOG_PACE: Pace = { budget: 40, drawnEvery: 250 };

/** "outdated": the background worker has another version; the view must be reopened. */
export type Connection = "connecting" | "live" | "lost" | "outdated";

/** The current recording. A new object for each change, around one reused map. */
export interface Recording {
  readonly rows: ReadonlyMap<string, Row>;
  readonly state: TabState;
  /** Exchanges that could not be judged; each error affects only its own exchange. */
  readonly notJudged: number;
}

/** The background worker's data, with verdicts. Only `receive` writes to it. */
export interface RecordingStore {
  readonly recording: ReadonlySignal<Recording>;
  readonly settings: ReadonlySignal<Settings>;
  readonly connection: Signal<Connection>;
  /** Whether the tab is known not to be in a private window: a tab never moves into one. */
  readonly notPrivate: ReadonlySignal<boolean>;
  /** Increases when newly read texts change which rows the filter finds. */
  readonly wordsRead: ReadonlySignal<number>;
  /** The rows that match every term, the most recently added first, regardless of the filter. */
  newestRows(among: readonly Term[]): Iterable<Row>;
  /** Each is called with every removed row. */
  readonly goneListeners: Set<(row: Row) => void>;
  /** The search changes: prepares for it during idle time. */
  prepare(): void;
  receive(message: ToView): void;
}

export interface RecordingOptions {
  readonly judge: (exchange: Exchange) => Verdict;
  /** Identifies problems: equal keys mean the same problem. By the verdict alone if absent. */
  readonly keyOf?: (judged: Judged) => string | null;
  /** Calls back once, soon; at most once per frame. */
  readonly schedule?: (flush: () => void) => void;
  readonly now?: () => number;
  /** Calls back when idle, with a function that says whether there is still time. */
  readonly whenIdle?: (run: (hasTime: () => boolean) => void) => void;
  /** The last known settings, until the background worker sends the current ones. */
  readonly settings?: Settings;
}

type Snapshot = Extract<ToView, { type: "snapshot" }>;

/**
 * @param onFlush called with each change of the recording; its argument says whether an exchange is recorded,
 *    or about to be.
 * @returns the store, and the tally of its rows.
 */
export function createRecordingStore(
  {
    judge,
    keyOf,
    schedule = onNextFrame,
    now = () => performance.now(),
    whenIdle = onIdle,
    settings: knownSettings = DEFAULT_SETTINGS,
  }: RecordingOptions,
  onFlush: (isThere: (id: string) => boolean) => void,
): { readonly store: RecordingStore; readonly tally: Tally } {
  const rows = new Map<string, Row>();
  const tally = createTally();
  /** Received exchanges that are not yet in `rows`, by id: the newest wins, null removes. */
  const incoming = new Map<string, Exchange | null>();
  /** The last state of exchanges that were removed before they were in `rows`, for `goneListeners`. */
  const lastSeen = new Map<string, Exchange>();
  /** The received parts of a snapshot that will replace the rows. */
  let snapshot: Exchange[] = [];
  const unjudged = new Set<string>();
  const goneListeners = new Set<(row: Row) => void>();
  let warming = false;
  let state: TabState = { paused: false, dropped: 0, notUnderstood: 0 };
  let scheduled = false;
  let pace = CALM;
  /** What the last frame did with the changed rows. */
  let stage: "drawn" | "judged" | "explained" = "drawn";
  let drawnAt = Number.NEGATIVE_INFINITY;

  const recording = signal<Recording>({ rows, state, notJudged: 0 });
  const settings = signal<Settings>(knownSettings);
  const connection = signal<Connection>("connecting");
  const notPrivate = signal(false);
  const wordsRead = signal(0);

  function receive(message: ToView): void {
    switch (message.type) {
      case "settings":
        settings.value = message.settings;
        return;
      case "not-private":
        notPrivate.value = true;
        return;
      case "snapshot":
        if (message.version !== PROTOCOL_VERSION) {
          connection.value = "outdated";
          return;
        }
        takePart(message);
        break;
      case "delta":
        if (connection.value === "outdated") return;
        for (const exchange of message.changed) incoming.set(exchange.id, exchange);
        for (const id of message.removed) {
          const waiting = incoming.get(id);
          if (waiting) lastSeen.set(id, waiting);
          incoming.set(id, null);
        }
        break;
    }
    state = message.state;
    scheduleFlush();
  }

  function takePart({ part: [index, count] = [0, 1], exchanges, settings: known }: Snapshot): void {
    settings.value = known;
    const isFirst = connection.value === "connecting";
    if (index === 0) snapshot = [];
    if (!isFirst) snapshot.push(...exchanges);
    const isWhole = index === count - 1;
    if (isWhole) connection.value = "live";
    if (!isFirst) {
      // The worker may die between two parts: old rows are removed only once all parts are there.
      if (!isWhole) return;
      incoming.clear();
      lastSeen.clear();
      // Remaining rows are replaced in place, so that the list does not flicker on a reconnect.
      for (const id of rows.keys()) incoming.set(id, null);
    }
    for (const exchange of isFirst ? exchanges : snapshot) incoming.set(exchange.id, exchange);
    snapshot = [];
  }

  function scheduleFlush(): void {
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  }

  function flush(): void {
    scheduled = false;
    pace = nextPace();
    if (pace !== CALM && stage === "explained") {
      draw();
    } else if (pace !== CALM && stage === "judged" && now() - drawnAt >= pace.drawnEvery) {
      deeper.peek()?.explainNewest?.(tally.newest([]));
      stage = "explained";
    } else {
      judgeSome();
      if (pace === CALM) draw();
    }
    if (incoming.size > 0 || stage !== "drawn") scheduleFlush();
    else warmUp();
  }

  function nextPace(): Pace {
    const count = incoming.size;
    // The first rows are drawn at once, however many follow.
    if (rows.size === 0) return CALM;
    if (count > BACKLOG || (count > 0 && pace === BACKLOG_PACE)) return BACKLOG_PACE;
    const goesOn = pace !== CALM && (count > 0 || stage !== "drawn");
    return goesOn || count > BURST ? BURST_PACE : CALM;
  }

  function judgeSome(): void {
    const deadline = now() + pace.budget;
    for (const [id, exchange] of incoming) {
      incoming.delete(id);
      apply(id, exchange);
      stage = "judged";
      if (now() > deadline) break;
    }
  }

  function draw(): void {
    batch(() => {
      recording.value = { rows, state, notJudged: unjudged.size };
      onFlush((id) => rows.has(id) || incoming.has(id) || connection.value === "connecting");
    });
    tally.rereadWords();
    drawnAt = now();
    stage = "drawn";
  }

  /** Prepares the filter's texts while the user is not typing, so that the first key is fast. */
  function warmUp(): void {
    if (warming) return;
    warming = true;
    whenIdle((hasTime) => {
      warming = false;
      const isCold = tally.warmUp(hasTime);
      const { isDone, isNews } = tally.readWords(hasTime);
      if (isNews) wordsRead.value++;
      if (isCold || !isDone) warmUp();
    });
  }

  function apply(id: string, exchange: Exchange | null): void {
    const last = lastSeen.get(id);
    lastSeen.delete(id);
    const gone = (last && goneListeners.size > 0 && judged(last)) || rows.get(id);
    unjudged.delete(id);
    const row = exchange === null ? undefined : judged(exchange);
    if (row === undefined) {
      rows.delete(id);
      tally.remove(id);
      if (gone !== undefined) for (const hear of goneListeners) hear(gone);
    } else {
      rows.set(id, row);
      tally.put(row);
    }
  }

  function judged(exchange: Exchange): Row | undefined {
    try {
      return rowOf(exchange, judge(exchange), keyOf);
    } catch (error) {
      console.error("Crosscheck could not judge an exchange", exchange.id, error);
      noteTrouble("not-judged", error);
      unjudged.add(exchange.id);
      return undefined;
    }
  }

  const newestRows = tally.newest;
  const store = {
    recording,
    settings,
    connection,
    notPrivate,
    wordsRead,
    newestRows,
    goneListeners,
    prepare: warmUp,
    receive,
  };
  return { store, tally };
}

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Exchange } from "../../exchange/exchange.ts";
import type { Bucket } from "../../issues/bucket.ts";
import type { IssueOrder } from "../../issues/issue.ts";
import {
  DEFAULT_SETTINGS,
  PROTOCOL_VERSION,
  type Settings,
  type TabState,
  type ToView,
} from "../../protocol/messages.ts";
import type { Judged } from "../../verdict/judged.ts";
import type { WhatIfEdit } from "../../verdict/predict.ts";
import type { Verdict } from "../../verdict/verdict.ts";
import { onIdle, onNextFrame } from "./frame-schedule.ts";
import { type Issue, issuesOf } from "./issues.ts";
import { NO_MEMORY, type PanelMemory, type PanelTab } from "./memory.ts";
import type { OpenedReport } from "./opened-report.ts";
import { type Row, rowOf } from "./row.ts";
import { createTally, type Summary } from "./tally.ts";

/** How long one flush may judge before it lets the browser draw: most of a 60 Hz frame. */
const FLUSH_BUDGET_MS = 10;
/** While more than this waits (a long recording is opened) nobody reads yet: all together sooner. */
const BACKLOG = 1000;
const BACKLOG_BUDGET_MS = 50;

/** "outdated": the background worker is of another version; only reopening the view helps. */
export type Connection = "connecting" | "live" | "lost" | "outdated";

/** The recording as it stands. A new object for each change, around one map that is reused. */
export interface Recording {
  readonly rows: ReadonlyMap<string, Row>;
  readonly state: TabState;
  /** Exchanges that could not be judged; each cost itself only. */
  readonly notJudged: number;
}

/** All that the panel and the popup show. `receive` is the only writer of the recording. */
export interface Store {
  /** The report that is shown; null for what a tab does. */
  readonly report: OpenedReport | null;
  readonly recording: ReadonlySignal<Recording>;
  readonly settings: ReadonlySignal<Settings>;
  /** The last rows to have come, newest first, whatever the list shows. */
  newestRows(): Iterable<Row>;
  /** What the list shows of the recording. */
  readonly summary: ReadonlySignal<Summary>;
  readonly selected: ReadonlySignal<Row | null>;
  /** The failures among what the list shows, each once. */
  readonly issues: ReadonlySignal<readonly Issue[]>;
  readonly selectedIssue: ReadonlySignal<Issue | null>;
  /** The exchanges that met an issue, oldest first. */
  rowsOfIssue(id: string): readonly Row[];
  /** What is to be remembered between sessions. */
  readonly memory: ReadonlySignal<PanelMemory>;

  readonly connection: Signal<Connection>;
  /** The last thing that went wrong for the reader, in words. */
  readonly notice: Signal<string | null>;
  readonly tab: Signal<PanelTab>;
  readonly issueOrder: Signal<IssueOrder>;
  /** Width of the list beside the detail view, in percent. */
  readonly share: Signal<number>;
  readonly text: Signal<string>;
  readonly buckets: Signal<ReadonlySet<Bucket>>;
  readonly sameOriginToo: Signal<boolean>;
  readonly selectedId: Signal<string | null>;
  readonly selectedIssueId: Signal<string | null>;
  readonly detailOpen: Signal<boolean>;
  /** The sections of the detail view that stay unfolded from one exchange to the next. */
  readonly openSections: Signal<ReadonlySet<string>>;
  /** The reader's edit of one exchange. */
  readonly whatIf: Signal<WhatIf | null>;
  /** The exchange whose "What if" is to be brought into view; null again once it is. */
  readonly soughtWhatIf: Signal<string | null>;

  receive(message: ToView): void;
}

export interface WhatIf {
  readonly exchangeId: string;
  /** "remedy": the edit that its remedy asks for. */
  readonly edit: WhatIfEdit | "remedy";
}

export interface StoreOptions {
  readonly judge: (exchange: Exchange) => Verdict;
  /** What makes two problems the same; by the verdict alone where none is given. */
  readonly keyOf?: (judged: Judged) => string | null;
  /** Calls back once, soon; at most once per frame. */
  readonly schedule?: (flush: () => void) => void;
  readonly now?: () => number;
  /** Calls back when there is nothing better to do; the callback is told whether that lasts. */
  readonly whenIdle?: (run: (hasTime: () => boolean) => void) => void;
  readonly memory?: PanelMemory;
  readonly report?: OpenedReport;
  /** As they were last known, until the background worker tells. */
  readonly settings?: Settings;
}

export function createStore({
  judge,
  keyOf,
  schedule = onNextFrame,
  now = () => performance.now(),
  whenIdle = onIdle,
  memory: remembered = NO_MEMORY,
  settings: knownSettings = DEFAULT_SETTINGS,
  report,
}: StoreOptions): Store {
  const rows = new Map<string, Row>();
  const tally = createTally();
  /** What came and is not in `rows` yet, by id: the newest wins, null takes away. */
  const incoming = new Map<string, Exchange | null>();
  const unjudged = new Set<string>();
  let warming = false;
  let state: TabState = { paused: false, dropped: 0, notUnderstood: 0 };
  let scheduled = false;

  const recording = signal<Recording>({ rows, state, notJudged: 0 });
  const settings = signal<Settings>(knownSettings);
  const connection = signal<Connection>("connecting");
  const notice = signal<string | null>(null);
  const tab = signal(remembered.tab);
  const issueOrder = signal(remembered.issueOrder);
  const share = signal(remembered.share);
  const text = signal(remembered.text);
  const buckets = signal<ReadonlySet<Bucket>>(new Set(remembered.buckets));
  const sameOriginToo = signal(remembered.sameOriginToo);
  const selectedId = signal<string | null>(null);
  const selectedIssueId = signal<string | null>(null);
  const detailOpen = signal(false);
  const openSections = signal<ReadonlySet<string>>(new Set(remembered.openSections));

  const whatIf = signal<WhatIf | null>(null);
  const soughtWhatIf = signal<string | null>(null);

  const summary = computed(() => {
    // The tally hears of each row itself; the recording only tells when there is something new.
    recording.value;
    return tally.summarise({
      text: text.value,
      buckets: buckets.value,
      sameOriginToo: sameOriginToo.value,
    });
  });
  const selected = computed(() => {
    const id = selectedId.value;
    return id === null ? null : (recording.value.rows.get(id) ?? null);
  });

  let lastIssues: readonly Issue[] = [];
  const issues = computed(() => {
    lastIssues = issuesOf(summary.value.visible, issueOrder.value, lastIssues);
    return lastIssues;
  });
  const selectedIssue = computed(
    () => issues.value.find((issue) => issue.id === selectedIssueId.value) ?? null,
  );
  const memory = computed<PanelMemory>(() => ({
    tab: tab.value,
    text: text.value,
    buckets: [...buckets.value],
    sameOriginToo: sameOriginToo.value,
    issueOrder: issueOrder.value,
    share: share.value,
    openSections: [...openSections.value],
  }));

  function receive(message: ToView): void {
    switch (message.type) {
      case "settings":
        settings.value = message.settings;
        return;
      case "snapshot":
        if (message.version !== PROTOCOL_VERSION) {
          connection.value = "outdated";
          return;
        }
        connection.value = "live";
        settings.value = message.settings;
        incoming.clear();
        // Rows that stay are replaced in place, so that a reconnect does not make the list flicker.
        for (const id of rows.keys()) incoming.set(id, null);
        for (const exchange of message.exchanges) incoming.set(exchange.id, exchange);
        break;
      case "delta":
        if (connection.value === "outdated") return;
        for (const exchange of message.changed) incoming.set(exchange.id, exchange);
        for (const id of message.removed) incoming.set(id, null);
        break;
    }
    state = message.state;
    scheduleFlush();
  }

  function scheduleFlush(): void {
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  }

  function flush(): void {
    scheduled = false;
    // The first rows are to stand at once, however many follow.
    const isBacklog = incoming.size > BACKLOG && rows.size > 0;
    const deadline = now() + (isBacklog ? BACKLOG_BUDGET_MS : FLUSH_BUDGET_MS);
    for (const [id, exchange] of incoming) {
      incoming.delete(id);
      apply(id, exchange);
      if (now() > deadline) break;
    }
    batch(() => {
      recording.value = { rows, state, notJudged: unjudged.size };
      const id = selectedId.value;
      if (id !== null && !rows.has(id) && !incoming.has(id)) {
        selectedId.value = null;
        detailOpen.value = false;
      }
    });
    if (incoming.size > 0) scheduleFlush();
    else warmUp();
  }

  /** Makes what the filter looks at while nobody types, so that the first key finds it made. */
  function warmUp(): void {
    if (warming) return;
    warming = true;
    whenIdle((hasTime) => {
      warming = false;
      if (tally.warmUp(hasTime)) warmUp();
    });
  }

  function apply(id: string, exchange: Exchange | null): void {
    unjudged.delete(id);
    const row = exchange === null ? undefined : judged(exchange);
    if (row === undefined) {
      rows.delete(id);
      tally.remove(id);
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
      unjudged.add(exchange.id);
      return undefined;
    }
  }

  return {
    report: report ?? null,
    recording,
    settings,
    summary,
    selected,
    issues,
    selectedIssue,
    newestRows: () => tally.newest(),
    rowsOfIssue: (id) => summary.value.visible.filter((row) => row.issueKey === id),
    memory,
    connection,
    notice,
    tab,
    issueOrder,
    share,
    text,
    buckets,
    sameOriginToo,
    selectedId,
    selectedIssueId,
    detailOpen,
    openSections,
    whatIf,
    soughtWhatIf,
    receive,
  };
}

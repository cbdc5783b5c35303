import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ReportFormat } from "../../report/make-report.ts";

/** What is over sooner, in milliseconds, is not shown. */
const SHOWN_AFTER_MS = 300;

/** An export that is under way. */
export interface RunningExport {
  readonly format: ReportFormat;
  /** How much is done, from 0 to 1. */
  readonly done: ReadonlySignal<number>;
  /** Aborted where the reader has cancelled it. */
  readonly signal: AbortSignal;
  advance(done: number): void;
  cancel(): void;
  /** It is over, however it ended. */
  end(): void;
}

/** The exports that the reader waits for. */
export interface ExportStore {
  readonly exports: {
    readonly running: ReadonlySignal<readonly RunningExport[]>;
    begin(format: ReportFormat): RunningExport;
  };
}

/** @param later calls back after some milliseconds, unless what it returns is called before. */
export function createExportStore(later = afterTime): ExportStore {
  const running: Signal<readonly RunningExport[]> = signal([]);
  const begin = (format: ReportFormat): RunningExport => {
    const done = signal(0);
    const controller = new AbortController();
    const end = () => {
      notYet();
      running.value = running.peek().filter((one) => one !== begun);
    };
    const begun: RunningExport = {
      format,
      done,
      signal: controller.signal,
      advance: (share) => {
        done.value = share;
      },
      cancel: () => {
        controller.abort();
        end();
      },
      end,
    };
    const notYet = later(SHOWN_AFTER_MS, () => {
      running.value = [...running.peek(), begun];
    });
    return begun;
  };
  return { exports: { running, begin } };
}

function afterTime(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

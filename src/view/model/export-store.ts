import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ReportFormat } from "../../report/make-report.ts";

/** A shorter export, in milliseconds, is not shown. */
const SHOWN_AFTER_MS = 300;

/** An export in progress. */
export interface RunningExport {
  readonly format: ReportFormat;
  /** The completed part, from 0 to 1. */
  readonly done: ReadonlySignal<number>;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  advance(done: number): void;
  cancel(): void;
  /** The export has ended, successfully or not. */
  end(): void;
}

/** The exports in progress. */
export interface ExportStore {
  readonly exports: {
    readonly running: ReadonlySignal<readonly RunningExport[]>;
    begin(format: ReportFormat): RunningExport;
  };
}

/** @param later calls back after some milliseconds, unless the returned function is called before. */
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

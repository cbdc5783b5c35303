import type { ReadonlySignal } from "@preact/signals";
import { diagnose } from "../../diagnosis/diagnose.ts";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { lanesAround } from "../../diagnosis/lanes-around.ts";
import { type Recorded, surroundingsAmong } from "../../diagnosis/surroundings.ts";
import { contextInList } from "../../explanation/call-context.ts";
import { explainDiagnosed } from "../../explanation/diagnosis/explain-diagnosed.ts";
import { explainProblem } from "../../explanation/diagnosis/explain-problem.ts";
import type { Explanation } from "../../explanation/explanation.ts";
import { outlineOf, sharedDiagnosis } from "../../issues/outline.ts";
import { voice } from "../../words/words.ts";
import type { Recording } from "./recording-store.ts";
import type { Explainer, Row, RowGroup } from "./row.ts";

export { diagnosedKeyOf } from "../../issues/diagnosed-key.ts";

/** The last explanation of a row or issue. */
interface Made {
  readonly version: number;
  readonly voice: object;
  /** The diagnosis as JSON: an equal one is not explained again. */
  readonly diagnosis: string;
  readonly explanation: Explanation;
}

/** Explains the rows and problems of a recording by the exchanges around each. */
export function explainRowsOf(recording: ReadonlySignal<Recording>): Explainer {
  const index = indexOf();
  const made = new WeakMap<Row | RowGroup, Made>();
  const last = new WeakMap<Row, Diagnosis>();
  /** Rows that were explained before they were drawn. */
  const early = new WeakSet<Row>();
  /** How many rows were drawn for the first time since `explainNewest`. */
  let drawn = 0;
  const diagnosisOf = (row: Row): Diagnosis => {
    const before = last.get(row);
    // The exchanges around a removed row were removed with its page; later ones are unrelated.
    if (before !== undefined && recording.peek().rows.get(row.id) !== row) return before;
    const diagnosis = diagnose(row.exchange, row.verdict, index.around(row));
    last.set(row, diagnosis);
    return diagnosis;
  };
  const explained = (
    of: Row | RowGroup,
    version: number,
    diagnosed: () => Diagnosis,
    inWords: (diagnosis: Diagnosis) => Explanation,
  ): Explanation => {
    const before = made.get(of);
    const spoken = voice();
    if (before?.version === version && before.voice === spoken) return before.explanation;
    const found = diagnosed();
    const diagnosis = JSON.stringify(found);
    const explanation =
      before?.diagnosis === diagnosis && before.voice === spoken
        ? before.explanation
        : inWords(found);
    made.set(of, { version, voice: spoken, diagnosis, explanation });
    return explanation;
  };
  const explainedRow = (row: Row, version: number): Explanation =>
    explained(
      row,
      version,
      () => diagnosisOf(row),
      (diagnosis) => ({
        ...explainDiagnosed(row.exchange, row.verdict, diagnosis),
        context: contextInList(row.exchange),
      }),
    );
  return {
    lanes: (row) => {
      index.versionOf(recording.value);
      return lanesAround(row, index.around(row));
    },
    around: (row) => {
      index.versionOf(recording.peek());
      return index.around(row);
    },
    row: (row) => {
      if (early.delete(row) || !made.has(row)) drawn++;
      return explainedRow(row, index.versionOf(recording.value));
    },
    issue: (issue) =>
      explained(
        issue,
        index.versionOf(recording.value),
        () => sharedDiagnosis(diagnosisOf(issue.speaker), issue.rows, diagnosisOf),
        (diagnosis) => explainProblem(issue.speaker, diagnosis, outlineOf(issue.rows)),
      ),
    explainNewest: (newest) => {
      const version = index.update(recording.peek().rows);
      let left = Math.min(drawn, MOST_EARLY);
      drawn = 0;
      for (const row of newest) {
        if (left <= 0) return;
        if (!row.relevant) continue;
        left--;
        if (!made.has(row)) early.add(row);
        explainedRow(row, version);
      }
    },
  };
}

/** Somewhat more rows than a list shows. */
const MOST_EARLY = 60;

/** The index is rebuilt once a tenth of its rows is removed or changed. */
const STALE_SHARE = 10;

/** The surroundings of the rows of a recording. */
interface Index {
  /** Adds only the new rows; returns a number that is another one if any surroundings may have changed. */
  update(rows: Recording["rows"]): number;
  /** Updates the index if it has not seen this recording. */
  versionOf(recording: Recording): number;
  readonly around: Recorded["around"];
}

function indexOf(): Index {
  let recorded = surroundingsAmong([]);
  let known = new Map<string, Row>();
  let indexed: Recording | null = null;
  let version = 0;
  const update = (rows: Recording["rows"]): number => {
    let changed = 0;
    const added: Row[] = [];
    for (const [id, row] of rows) {
      const before = known.get(id);
      if (before === row) continue;
      if (before === undefined) added.push(row);
      else if (before.verdict.outcome === "pending") added.push(row);
      else changed++;
    }
    const fresh = added.filter(({ id }) => !known.has(id)).length;
    const gone = known.size + fresh - rows.size;
    if (changed > 0 || gone * STALE_SHARE > known.size) {
      recorded = surroundingsAmong(rows.values());
      known = new Map(rows);
      version++;
    } else if (added.length > 0) {
      for (const row of added) {
        recorded.add(row);
        known.set(row.id, row);
      }
      version++;
    }
    return version;
  };
  return {
    update,
    versionOf(recording) {
      if (indexed === recording) return version;
      indexed = recording;
      return update(recording.rows);
    },
    around: (one) => recorded.around(one),
  };
}

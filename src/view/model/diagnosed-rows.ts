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
  readonly recording: Recording;
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
  const diagnosisOf = (row: Row): Diagnosis => {
    const now = recording.value;
    const before = last.get(row);
    // The exchanges around a removed row were removed with its page; later ones are unrelated.
    if (before !== undefined && now.rows.get(row.id) !== row) return before;
    const diagnosis = diagnose(row.exchange, row.verdict, index(now).around(row.exchange));
    last.set(row, diagnosis);
    return diagnosis;
  };
  const explained = (
    of: Row | RowGroup,
    diagnosed: () => Diagnosis,
    inWords: (diagnosis: Diagnosis) => Explanation,
  ): Explanation => {
    const now = recording.value;
    const before = made.get(of);
    const spoken = voice();
    if (before?.recording === now && before.voice === spoken) return before.explanation;
    const found = diagnosed();
    const diagnosis = JSON.stringify(found);
    const explanation =
      before?.diagnosis === diagnosis && before.voice === spoken
        ? before.explanation
        : inWords(found);
    made.set(of, { recording: now, voice: spoken, diagnosis, explanation });
    return explanation;
  };
  return {
    lanes: (row) => lanesAround(row, index(recording.value).around(row.exchange)),
    row: (row) =>
      explained(
        row,
        () => diagnosisOf(row),
        (diagnosis) => ({
          ...explainDiagnosed(row.exchange, row.verdict, diagnosis),
          context: contextInList(row.exchange),
        }),
      ),
    issue: (issue) =>
      explained(
        issue,
        () => sharedDiagnosis(diagnosisOf(issue.speaker), issue.rows, diagnosisOf),
        (diagnosis) => explainProblem(issue.speaker, diagnosis, outlineOf(issue.rows)),
      ),
  };
}

/** The index is rebuilt once a tenth of its rows is removed or changed. */
const STALE_SHARE = 10;

/** The surroundings of rows; each call adds only the new rows. */
function indexOf(): (recording: Recording) => Recorded {
  let recorded = surroundingsAmong([]);
  let known = new Map<string, Row>();
  let indexed: Recording | null = null;
  return (recording) => {
    if (indexed === recording) return recorded;
    indexed = recording;
    const { rows } = recording;
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
    } else {
      for (const row of added) {
        recorded.add(row);
        known.set(row.id, row);
      }
    }
    return recorded;
  };
}

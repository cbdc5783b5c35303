import { explain } from "../explanation/explain.ts";
import type { PageData } from "../report/page-data.ts";
import type { Explainer } from "../view/model/row.ts";
import type { ReadRecording } from "./read-page.ts";

/** The panel's explanation of each exchange and problem at the time of the export. */
export function explainerOf(
  data: PageData,
  reported: ReadRecording["reported"],
  around: Explainer["around"],
): Explainer {
  const lanes = new Map(reported.map((one) => [one.id, one.lanes]));
  const said = new Map(data.exchanges.map(([id, , explanation]) => [id, explanation]));
  const problems = new Map(data.problems.map(([key, ...problem]) => [key, problem]));
  const row: Explainer["row"] = ({ id, exchange, verdict }) =>
    said.get(id) ?? explain(exchange, verdict);
  return {
    row,
    around,
    lanes: ({ id, verdict }) => lanes.get(id) ?? verdict.lanes,
    issue: ({ rows, speaker }) => {
      const [count, explanation] = problems.get(speaker.issueKey ?? "") ?? [];
      // An explanation of all rows may be wrong for the subset that a filter shows.
      return explanation !== undefined && count === rows.length ? explanation : row(speaker);
    },
  };
}

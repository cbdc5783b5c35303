import { explain } from "../explanation/explain.ts";
import type { PageData } from "../report/page-data.ts";
import type { Explainer } from "../view/model/row.ts";

/** What the panel said of each exchange and problem when the page was made. */
export function explainerOf(data: PageData): Explainer {
  const said = new Map(data.exchanges.map(([id, , explanation]) => [id, explanation]));
  const problems = new Map(data.problems.map(([key, ...problem]) => [key, problem]));
  const row: Explainer["row"] = ({ id, exchange, verdict }) =>
    said.get(id) ?? explain(exchange, verdict);
  return {
    row,
    issue: ({ rows, speaker }) => {
      const [count, explanation] = problems.get(speaker.issueKey ?? "") ?? [];
      // What was said of all holds of no fewer, which a filter leaves.
      return explanation !== undefined && count === rows.length ? explanation : row(speaker);
    },
  };
}

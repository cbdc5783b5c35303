import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Judged } from "../../verdict/judged.ts";
import { say, sayCount } from "../../words/words.ts";
import type { Explanation } from "../explanation.ts";
import { plainText } from "../plain-text.ts";
import type { Alike } from "../subject.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

/** Common properties of a problem's requests, as found by `outlineOf`. */
interface Outline extends Omit<Alike, "hop" | "methods" | "statuses"> {
  readonly requests: number;
  readonly paths: number;
  readonly methods: readonly string[];
  readonly statuses: readonly number[];
}

/** Titles omit further methods and statuses. */
const MOST_NAMED = 3;
const LONGEST_PATH = 60;

/**
 * Explains a problem of several requests. The title and the advice cover all of them ("… GET /v2/items/… (10
 * paths)"), the reasons only the request that represents them. Pure; never throws.
 *
 * @param speaker the request that represents all.
 * @param diagnosis the findings that hold for all requests, deepest first.
 */
export function explainProblem(
  { exchange, verdict }: Judged,
  diagnosis: Diagnosis,
  outline: Outline,
): Explanation {
  const own = explainDiagnosed(exchange, verdict, diagnosis);
  const { requests, paths, methods, statuses } = outline;
  if (requests <= 1) return own;
  const path = plainText(outline.path, LONGEST_PATH);
  const { title, short, fix } = explainDiagnosed(exchange, verdict, diagnosis, {
    ...outline,
    hop: verdict.cause?.hop ?? 0,
    path,
    methods: named(methods),
    statuses: statuses.length === 0 ? null : named(statuses),
  });
  const isCounted = paths > 1 && title.includes(path);
  return {
    ...own,
    short,
    fix,
    title: isCounted ? say("issue_title_paths", title, sayCount("count_paths", paths)) : title,
  };
}

function named(values: readonly (string | number)[]): string {
  const few = values.slice(0, MOST_NAMED).join(", ");
  return values.length > MOST_NAMED ? `${few}, …` : few;
}

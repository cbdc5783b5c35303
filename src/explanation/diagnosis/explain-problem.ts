import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Judged } from "../../verdict/judged.ts";
import { say, sayCount } from "../../words/words.ts";
import type { Explanation } from "../explanation.ts";
import { plainText } from "../plain-text.ts";
import { explainDiagnosed } from "./explain-diagnosed.ts";

/** What the requests of one problem have in common, as `outlineOf` finds it. */
interface Outline {
  readonly paths: number;
  readonly path: string;
  readonly methods: readonly string[];
  readonly statuses: readonly number[];
  readonly location: string | null;
}

/** Methods and statuses beyond these are left out of a title. */
const MOST_NAMED = 3;
const LONGEST_PATH = 60;

/**
 * Puts a problem of several requests into words: its title and what to change speak of all of them
 * ("… GET /v2/items/… (10 paths)"), why it happened of the one that speaks for them. Pure; never throws.
 *
 * @param speaker the request that speaks for all.
 * @param diagnosis what holds for each of them, the deepest first.
 */
export function explainProblem(
  { exchange, verdict }: Judged,
  diagnosis: Diagnosis,
  { paths, path: pattern, methods, statuses, location }: Outline,
): Explanation {
  const own = explainDiagnosed(exchange, verdict, diagnosis);
  if (paths <= 1 && methods.length <= 1 && statuses.length <= 1) return own;
  const path = plainText(pattern, LONGEST_PATH);
  const { title, short, fix } = explainDiagnosed(exchange, verdict, diagnosis, {
    hop: verdict.cause?.hop ?? 0,
    path,
    methods: named(methods),
    statuses: statuses.length === 0 ? null : named(statuses),
    location,
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

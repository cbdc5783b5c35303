/** Whether something holds, as far as the evidence goes. */
export type Answer = "yes" | "no" | "open";

/** Whether all of them hold. */
export function all(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("open") ? "open" : "yes";
}

/** Whether a condition holds; "open" where the evidence does not show it. */
export type Holds = "yes" | "no" | "open";

/** Whether all conditions hold. */
export function all(parts: readonly Holds[]): Holds {
  if (parts.includes("no")) return "no";
  return parts.includes("open") ? "open" : "yes";
}

/** Whether something holds, as far as the evidence goes. */
export type Holds = "yes" | "no" | "open";

/** Whether all of them hold. */
export function all(parts: readonly Holds[]): Holds {
  if (parts.includes("no")) return "no";
  return parts.includes("open") ? "open" : "yes";
}

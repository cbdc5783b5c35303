import { allowHeaderRules } from "../platform/allow-header-rules.ts";
import type { ViewPort } from "../platform/view-port.ts";
import type { Trial } from "../try-it/trial.ts";

/** Has the worker try a fix, or end the trial, once the user has allowed it. To be called in a click. */
export async function tryFix(port: ViewPort, trial: Trial | null): Promise<boolean> {
  if (trial !== null && !(await allowHeaderRules())) return false;
  port.send({ type: "try", trial });
  return true;
}

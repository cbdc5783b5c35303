import { spawn } from "node:child_process";

/**
 * Removes a folder by a process of its own, which outlives this one: for a profile whose browser ends with this
 * process, and may write into it until then.
 */
export function removeAfterExit(folder: string): void {
  const untilGone = 'while [ -e "$0" ]; do rm -rf "$0"; done';
  spawn("sh", ["-c", untilGone, folder], { detached: true, stdio: "ignore" }).unref();
}

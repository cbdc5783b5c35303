import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { DrivenBrowser, DrivenDocument, Spell } from "../both/driven-browser.ts";

/** Measures how long a document is busy at a time. */
export interface Busy {
  /**
   * The longest busy time of the document in milliseconds: by the clock, and the part for which its thread
   * had a core, because other work on the machine does not count.
   */
  longest(): Promise<{ readonly wall: number; readonly cpu: number }>;
}

/**
 * From now on measures how long a document of the extension is busy at a time. The time between two frames
 * would not show it: Firefox skips frames while it paints earlier ones, and does other work meanwhile.
 */
export async function watchBusy(browser: DrivenBrowser, document: DrivenDocument): Promise<Busy> {
  const longTasks = await browser.watchLongTasks(document);
  const clock = startClock(extensionProcesses());
  return {
    longest: async () => {
      const spells = await longTasks();
      const samples = await clock.stop();
      const cpu = spells.map((spell) => cpuTimeIn(samples, spell));
      return {
        wall: Math.round(Math.max(0, ...spells.map(([from, to]) => to - from))),
        cpu: Math.round(Math.max(0, ...cpu)),
      };
    },
  };
}

/** A time, and the main threads' core time until then, in milliseconds. */
type Sample = readonly [at: number, cpu: number];

/** A process of its own, which samples even while this one is busy with the storm. */
const SAMPLER = `
  const { readFileSync } = require("node:fs");
  const samples = [];
  const timeOf = (pid) => {
    try {
      return Number(readFileSync("/proc/" + pid + "/task/" + pid + "/schedstat", "utf8").split(" ")[0]) / 1e6;
    } catch { return 0; }
  };
  const pids = process.argv.slice(1);
  setInterval(() => {
    samples.push([Date.now(), pids.reduce((sum, pid) => sum + timeOf(pid), 0)]);
  }, 5);
  process.on("message", () => process.send(samples, () => process.exit()));
`;

function startClock(pids: readonly number[]): { stop(): Promise<readonly Sample[]> } {
  const sampler = spawn(process.execPath, ["-e", SAMPLER, ...pids.map(String)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  giveFirstPlace(sampler.pid);
  return {
    stop: async () => {
      const samples = new Promise<readonly Sample[]>((resolve, reject) => {
        sampler.once("message", (taken) => resolve(taken as readonly Sample[]));
        sampler.once("exit", () => reject(new Error("The process that samples has ended.")));
      });
      sampler.send("stop");
      return samples;
    },
  };
}

/**
 * A sampler without a core for 400 ms counts neighbouring tasks to a spell, and a nice value does not help
 * between sessions. Only root can prevent it; for others the figure is then too high, never too low.
 */
function giveFirstPlace(pid: number | undefined): void {
  try {
    execFileSync("chrt", ["--all-tasks", "--rr", "--pid", "1", `${pid}`], { stdio: "ignore" });
  } catch {
    // The user is not root, or the system has no such scheduler.
  }
}

/** An upper bound of the threads' core time in a spell: from the sample before it to the one after it. */
function cpuTimeIn(samples: readonly Sample[], [from, to]: Spell): number {
  const before = samples.findLast(([at]) => at <= from) ?? samples[0];
  const after = samples.find(([at]) => at >= to) ?? samples.at(-1);
  return (after?.[1] ?? 0) - (before?.[1] ?? 0);
}

/** The processes with extension pages, of the browsers that this process started. */
function extensionProcesses(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const parent = /^PPid:\s*(\d+)/m.exec(textOf(name, "status"))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid) as number));
  const found = [...parents.keys()].filter((pid) => isOurs(pid) && isOfExtension(`${pid}`));
  if (found.length === 0) throw new Error("No process of an extension was found.");
  return found;
}

/** Chromium's is in the command line, Firefox's in the process name. */
function isOfExtension(pid: string): boolean {
  return (
    textOf(pid, "cmdline").includes("--extension-process") ||
    textOf(pid, "comm").trim() === "WebExtensions"
  );
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It is not a process, or has ended.
    return "";
  }
}

import { readdirSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { DrivenBrowser, DrivenDocument, Spell } from "../both/driven-browser.ts";

/** How long a document is busy at a time. */
export interface Busy {
  /**
   * The longest time that the document was busy, in milliseconds: by the clock, and what of it its
   * thread had a core for, as what else the machine does is none of the document's.
   */
  longest(): Promise<{ readonly wall: number; readonly cpu: number }>;
}

/**
 * Notes from now on how long a document of the extension is busy at a time. The times between two frames that it draws
 * would not tell: Firefox leaves out frames while it still paints earlier ones, and does other things meanwhile.
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

/** When, and how long main threads had a core until then, in milliseconds. */
type Sample = readonly [at: number, cpu: number];

/** A thread of its own, which takes its samples also while this one is busy with the storm. */
const SAMPLER = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { readFileSync } = require("node:fs");
  const samples = [];
  const timeOf = (pid) => {
    try {
      return Number(readFileSync("/proc/" + pid + "/task/" + pid + "/schedstat", "utf8").split(" ")[0]) / 1e6;
    } catch { return 0; }
  };
  setInterval(() => {
    samples.push([Date.now(), workerData.reduce((sum, pid) => sum + timeOf(pid), 0)]);
  }, 5);
  parentPort.on("message", () => parentPort.postMessage(samples));
`;

function startClock(pids: readonly number[]): { stop(): Promise<readonly Sample[]> } {
  const worker = new Worker(SAMPLER, { eval: true, workerData: pids });
  return {
    stop: async () => {
      const samples = new Promise<readonly Sample[]>((resolve) => worker.once("message", resolve));
      worker.postMessage("stop");
      const taken = await samples;
      await worker.terminate();
      return taken;
    },
  };
}

/** The time that the threads had a core for in a spell, at most: between the samples around it. */
function cpuTimeIn(samples: readonly Sample[], [from, to]: Spell): number {
  const before = samples.findLast(([at]) => at <= from) ?? samples[0];
  const after = samples.find(([at]) => at >= to) ?? samples.at(-1);
  return (after?.[1] ?? 0) - (before?.[1] ?? 0);
}

/** The processes that the pages of an extension are in, of the browsers that this one has started. */
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

/** Chromium says so in the command line, Firefox in the process's name. */
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
    // It is no process, or has ended.
    return "";
  }
}

import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { removeAfterExit } from "../both/remove-after-exit.ts";
import { findFirefox } from "../setup/find-firefox.mjs";
import { Bidi } from "./bidi.ts";

/** A running Firefox with its own profile. */
export interface FirefoxProcess {
  /** The URL of its WebDriver BiDi server. */
  readonly bidiUrl: string;
  /** The folder for its downloads. */
  readonly downloads: string;
  /** Removes the downloads until now. */
  clearDownloads(): Promise<void>;
  /** Resolves at its exit. */
  readonly ended: Promise<void>;
  /** Kills it, waits for its exit and removes its profile. */
  stop(): Promise<void>;
  /** Kills it and removes its profile, while the process ends. */
  stopAtExit(): void;
  /** Kills it and starts it again with the same profile. */
  restart(): Promise<FirefoxProcess>;
}

type Prefs = Readonly<Record<string, string | number | boolean>>;

const QUIET: Prefs = {
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.newtabpage.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  // Tests expect English on every machine.
  "intl.locale.requested": "en-US",
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/**
 * Starts Firefox, without a window.
 * @param prefs more preferences, but none that affects how it judges requests.
 */
export async function startFirefox(prefs: Prefs): Promise<FirefoxProcess> {
  const path = await findFirefox();
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-firefox-`);
  await cp(await startedProfile(path), folder, { recursive: true });
  const downloads = await mkdtemp(`${folder}/downloads-`);
  await writePrefs(folder, {
    "browser.download.dir": downloads,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": true,
    "browser.download.alwaysOpenPanel": false,
    ...prefs,
  });
  return startIn(path, folder, downloads);
}

/**
 * A profile in which this Firefox has started and ended once, made at the first call on a machine. Its caches
 * save a quarter of each later start, half of whose work is a new profile's.
 */
async function startedProfile(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const made = `${tmpdir()}/crosscheck-firefox-profile-${userInfo().uid}-${size}-${mtimeMs}`;
  if (await exists(made)) return made;
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-firefox-`);
  await writePrefs(folder);
  const running = await startIn(path, folder, folder);
  const bidi = await Bidi.connect(running.bidiUrl);
  await bidi.send("browser.close");
  await running.ended;
  bidi.close();
  // Two processes may make it at once: the second one's is not needed.
  await rename(folder, made).catch(() => rm(folder, { recursive: true, force: true }));
  return made;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function writePrefs(folder: string, prefs: Prefs = {}): Promise<void> {
  const lines = Object.entries({ ...QUIET, ...prefs }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(`${folder}/user.js`, `${lines.join("\n")}\n`);
}

async function startIn(path: string, folder: string, downloads: string): Promise<FirefoxProcess> {
  const child = spawn(
    path,
    [
      "--headless",
      "--no-remote",
      "--profile",
      folder,
      "--remote-debugging-port",
      "0",
      // Without it, BiDi cannot access the extension's pages and the browser's own window.
      "--remote-allow-system-access",
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: folder } },
  );
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const end = async () => {
    child.kill("SIGKILL");
    await gone;
    process.off("exit", killAtExit);
  };
  const restart = async () => {
    await end();
    return startIn(path, folder, downloads);
  };
  const clearDownloads = async () => {
    for (const name of await readdir(downloads)) await rm(`${downloads}/${name}`);
  };
  const stop = async () => {
    await end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const stopAtExit = () => {
    child.kill("SIGKILL");
    removeAfterExit(folder);
  };
  try {
    const bidiUrl = await new Promise<string>((resolve, reject) => {
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
        const url = /WebDriver BiDi listening on (ws:\S+)/.exec(stderr)?.[1];
        if (url !== undefined) resolve(url);
      });
      child.once("error", reject);
      child.once("exit", (code) =>
        reject(new Error(`Firefox ended (${code}) at once:\n${stderr}`)),
      );
    });
    return { bidiUrl, downloads, clearDownloads, ended: gone, stop, stopAtExit, restart };
  } catch (error) {
    await stop();
    throw error;
  }
}

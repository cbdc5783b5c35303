import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

// Branded Chrome is not among them: since version 137 it ignores --load-extension.
const NAMES = ["chromium", "chromium-browser"];

/**
 * The path of a Chromium that loads unpacked extensions: the one that CHROMIUM_PATH names, else
 * one that is installed, else Playwright's own, else, on Debian as root, one installed now.
 *
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", and no program is there.`);
  }
  const found = onPath(NAMES) ?? (await playwrightsOwn());
  if (found) return found;
  if (canInstall()) {
    install(["chromium", "fonts-liberation"]);
    const installed = onPath(NAMES);
    if (installed) return installed;
  }
  throw new Error(
    [
      "There is no Chromium here. One of these helps:",
      "  apt-get install chromium           (Debian and its kin)",
      "  npx playwright install chromium    (any system)",
      "  CHROMIUM_PATH=/path/to/chromium    (one that you have; not branded Chrome 137 or newer,",
      "                                      which loads no unpacked extensions)",
    ].join("\n"),
  );
}

/** @param {readonly string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function canInstall() {
  return process.getuid?.() === 0 && onPath(["apt-get"]) !== undefined;
}

/** @param {readonly string[]} packages */
function install(packages) {
  console.log(`Installing ${packages.join(" and ")} …`);
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: /** @type {const} */ (["ignore", "ignore", "inherit"]),
  };
  execFileSync("apt-get", ["update", "-qq"], options);
  execFileSync(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
    options,
  );
}

import { existsSync } from "node:fs";
import { canInstall, install, isExecutable, onPath } from "./find-program.mjs";

// Without branded Chrome: since version 137 it ignores --load-extension.
const NAMES = ["chromium", "chromium-browser"];

/**
 * The path of a Chromium that loads unpacked extensions: the one in CHROMIUM_PATH, else an installed one,
 * else Playwright's own. On Debian as root, otherwise installs one.
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
    await install(["chromium", "fonts-liberation"]);
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

async function playwrightsOwn() {
  const { chromium } = await import("playwright");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

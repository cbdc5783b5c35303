import { canInstall, install, isExecutable, onPath } from "./find-program.mjs";

const NAMES = ["firefox-esr", "firefox"];

/**
 * The path of a stock Firefox: the one in FIREFOX_PATH, else an installed one. On Debian as root, otherwise
 * installs one.
 * @returns {Promise<string>}
 */
export async function findFirefox() {
  const named = process.env.FIREFOX_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`FIREFOX_PATH is "${named}", and no program is there.`);
  }
  const found = onPath(NAMES);
  if (found) return found;
  if (canInstall()) {
    await install(["firefox-esr"]);
    const installed = onPath(NAMES);
    if (installed) return installed;
  }
  throw new Error(
    [
      "There is no Firefox here. One of these helps:",
      "  apt-get install firefox-esr        (Debian and its kin)",
      "  FIREFOX_PATH=/path/to/firefox      (one that you have, 153 or newer)",
    ].join("\n"),
  );
}

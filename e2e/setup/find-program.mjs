import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The first of these programs that is on the PATH.
 *
 * @param {readonly string[]} names
 */
export function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether Debian packages can be installed: as root, if apt-get exists. */
export function canInstall() {
  return process.getuid?.() === 0 && onPath(["apt-get"]) !== undefined;
}

/** @param {readonly string[]} packages Debian packages. */
export function install(packages) {
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

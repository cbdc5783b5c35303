import { spawn } from "node:child_process";
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

/**
 * Installs Debian packages. Rejects where apt-get fails.
 *
 * @param {readonly string[]} packages
 */
export async function install(packages) {
  console.log(`Installing ${packages.join(" and ")} …`);
  await aptGet(["update", "-qq"]);
  await aptGet(["install", "-y", "-qq", "--no-install-recommends", ...packages]);
}

/** @param {readonly string[]} args @returns {Promise<void>} */
function aptGet(args) {
  return new Promise((resolve, reject) => {
    const child = spawn("apt-get", args, {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`apt-get ${args[0]} failed.`));
    });
  });
}

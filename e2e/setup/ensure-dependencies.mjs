import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Runs `npm ci` if the installed packages differ from the lock file.
 * @param {string} root the folder of package.json.
 */
export function ensureDependencies(root) {
  if (areInstalled(root)) return;
  console.log("Installing the npm packages …");
  const { status, error } = spawnSync("npm", ["ci", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    throw new Error(`npm ci could not install the packages${error ? `: ${error.message}` : "."}`);
  }
}

/**
 * Whether each package of the lock file is installed in that version; optional ones may be missing.
 * Compares contents, because a checkout updates every file's time.
 * @param {string} root
 */
function areInstalled(root) {
  const installed = `${root}/node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(`${root}/package-lock.json`);
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    return present[path] ? present[path].version === version : optional === true;
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { readonly version?: string, readonly optional?: boolean }>}
 */
function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

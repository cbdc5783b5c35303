import { readFile } from "node:fs/promises";
import { program } from "./program.mjs";

/**
 * Builds the extension and packs it, one zip for each browser, into packages/.
 *
 * @param {string} root
 * @returns {Promise<boolean>} whether all went well.
 */
export default async function pack(root) {
  const build = await program(root, "npm", ["run", "--silent", "build"]);
  if (!build.ok) return false;
  const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
  for (const browser of ["chromium", "firefox"]) {
    const { ok } = await program(root, "web-ext", [
      "build",
      `--source-dir=dist/${browser}`,
      "--artifacts-dir=packages",
      `--filename=crosscheck-${version}-${browser}.zip`,
      "--overwrite-dest",
      "--no-config-discovery",
    ]);
    if (!ok) return false;
  }
  return true;
}

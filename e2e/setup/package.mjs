import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { program } from "./program.mjs";
import { zip } from "./zip.mjs";

/**
 * Builds the extension and packs it into packages/, one zip for each browser. In a git checkout it also
 * packs the sources of the last commit, from which the stores' reviewers build. The same sources make the
 * same bytes: see docs/reviewers.md.
 * @param {string} root
 * @returns {Promise<boolean>} whether everything succeeded.
 */
export default async function pack(root) {
  // In production mode Vite omits development code, including the paths of sources.
  process.env.NODE_ENV = "production";
  const build = await program(root, "npm", ["run", "--silent", "build"]);
  if (!build.ok) return false;
  await rm(`${root}/packages`, { recursive: true, force: true });
  await mkdir(`${root}/packages`);
  for (const [name, bytes] of await packagesOf(root)) {
    await writeFile(`${root}/packages/${name}`, bytes);
    console.log(`packages/${name}`);
  }
  return existsSync(`${root}/.git`) ? packSources(root, await nameIn(root)) : true;
}

/**
 * The zips of what is built in dist/, by name.
 * @param {string} root
 * @returns {Promise<Map<string, Buffer>>}
 */
export async function packagesOf(root) {
  const name = await nameIn(root);
  const packages = new Map();
  for (const browser of ["chromium", "firefox"]) {
    packages.set(`${name}-${browser}.zip`, zip(await filesIn(`${root}/dist/${browser}`)));
  }
  return packages;
}

/**
 * The name and version of the sources in a folder.
 * @param {string} root
 * @returns {Promise<string>}
 */
async function nameIn(root) {
  const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
  return `crosscheck-${version}`;
}

/**
 * Packs committed files only, as reviewers get nothing else.
 * @param {string} root
 * @param {string} name
 * @returns {Promise<boolean>}
 */
async function packSources(root, name) {
  const status = await program(root, "git", ["status", "--porcelain"], { quiet: "output" });
  if (status.output !== "") console.warn("There are changes that are not committed.");
  const file = `packages/${name}-source.zip`;
  const { ok } = await program(root, "git", [
    "archive",
    `--prefix=${name}/`,
    `--output=${file}`,
    "HEAD",
  ]);
  if (ok) console.log(file);
  return ok;
}

/**
 * All files below a folder, by their relative paths.
 * @param {string} folder
 * @returns {Promise<Map<string, Buffer>>}
 */
async function filesIn(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  return new Map(
    await Promise.all(
      paths.map(async (path) => {
        const inFolder = relative(folder, path).replaceAll("\\", "/");
        return /** @type {const} */ ([inFolder, await readFile(path)]);
      }),
    ),
  );
}

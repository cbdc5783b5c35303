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
  const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
  await rm(`${root}/packages`, { recursive: true, force: true });
  await mkdir(`${root}/packages`);
  for (const browser of ["chromium", "firefox"]) {
    const name = `packages/crosscheck-${version}-${browser}.zip`;
    await writeFile(`${root}/${name}`, zip(await filesIn(`${root}/dist/${browser}`)));
    console.log(name);
  }
  return existsSync(`${root}/.git`) ? packSources(root, `crosscheck-${version}`) : true;
}

/**
 * Packs committed files only, as reviewers get nothing else.
 * @param {string} root
 * @param {string} name
 * @returns {Promise<boolean>}
 */
async function packSources(root, name) {
  const status = await program(root, "git", ["status", "--porcelain"], { quiet: true });
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

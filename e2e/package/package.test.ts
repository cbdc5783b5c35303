import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packagesOf } from "../setup/package.mjs";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MINUTES = 60_000;

/** Copies the sources without build output; links the installed packages. */
async function copyTo(folder: string): Promise<void> {
  const { stdout } = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: ROOT,
  });
  for (const file of stdout.split("\0").filter((name) => name !== "")) {
    await cp(`${ROOT}${file}`, `${folder}/${file}`);
  }
  await symlink(`${ROOT}node_modules`, `${folder}/node_modules`, "dir");
}

/** Zips by name. */
type Packages = ReadonlyMap<string, Buffer>;

/** The zips that `npm run package` makes from a copy. */
async function packed(folder: string): Promise<Packages> {
  // Without Vitest's environment variables, which Vite would use.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME };
  await run(process.execPath, ["e2e/setup/run.mjs", "package"], { cwd: folder, env });
  const names = (await readdir(`${folder}/packages`)).sort();
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(`${folder}/packages/${name}`)] as const),
    ),
  );
}

/** The packages of what was last built in this checkout; none if nothing was. */
const packedHere = (): Promise<Packages> => packagesOf(ROOT).catch(() => new Map());

function areSame(some: Packages, others: Packages): boolean {
  return (
    some.size === others.size &&
    [...some].every(([name, bytes]) => others.get(name)?.equals(bytes) === true)
  );
}

describe("what is packed", () => {
  let folder: string;
  let elsewhere: string;
  let packages: Packages;
  let others: Packages;

  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/crosscheck-package-`);
    elsewhere = `${folder}/somewhere/else/entirely`;
    await copyTo(elsewhere);
    packages = await packed(elsewhere);
    others = await packedHere();
    // What is in dist/ may be missing or of other sources: only a second copy then shows what differs.
    if (!areSame(packages, others)) {
      await copyTo(`${folder}/a`);
      others = await packed(`${folder}/a`);
    }
  }, 4 * MINUTES);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is a zip for each browser", () => {
    const browsers = [...packages.keys()].map((name) => /(\w+)\.zip$/.exec(name)?.[1]);
    expect(browsers).toEqual(["chromium", "firefox"]);
  });

  // https://w3c.github.io/webappsec-csp/ : a directive refuses every source that it does not name.
  test.each(["chromium", "firefox"])(
    "allows its pages what they need and nothing else, in %s",
    async (browser) => {
      const manifest = JSON.parse(
        await readFile(`${elsewhere}/dist/${browser}/manifest.json`, "utf8"),
      );
      const policy: string = manifest.content_security_policy.extension_pages;
      const [first, ...others] = policy.split("; ");
      expect(first).toBe("default-src 'none'");
      for (const directive of others)
        expect(directive).toMatch(/^[a-z]+-(?:src|uri|action) '(?:self|none)'$/);
      expect(manifest).not.toHaveProperty("web_accessible_resources");
      expect(manifest).not.toHaveProperty("externally_connectable");
    },
  );

  test("is byte for byte what a reviewer builds elsewhere", () => {
    expect([...others.keys()]).toEqual([...packages.keys()]);
    for (const [name, bytes] of packages) {
      expect(bytes.equals(others.get(name) as Buffer), name).toBe(true);
    }
  });

  test("says nothing of where it was made", () => {
    for (const bytes of [...packages.values(), ...others.values()]) {
      for (const path of [folder, ROOT]) expect(bytes.includes(path)).toBe(false);
    }
  });

  test("holds the licences of what is in it", async () => {
    for (const browser of ["chromium", "firefox"]) {
      const zip = [...packages.keys()].find((name) => name.includes(browser)) as string;
      // Nothing in a package is compressed.
      expect(packages.get(zip)?.includes("THIRD-PARTY-LICENCES.txt")).toBe(true);
      const licences = await readFile(
        `${elsewhere}/dist/${browser}/THIRD-PARTY-LICENCES.txt`,
        "utf8",
      );
      expect(packages.get(zip)?.includes(licences)).toBe(true);
      const { dependencies } = JSON.parse(await readFile(`${ROOT}package.json`, "utf8"));
      for (const name of Object.keys(dependencies)) {
        expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
      }
      expect(licences).toContain("Permission is hereby granted, free of charge");
      expect(licences).toContain("Mozilla Public License Version 2.0");
    }
  });
});

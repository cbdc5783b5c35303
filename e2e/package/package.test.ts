import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

/** The zips that `npm run package` makes from a copy, by name. */
async function packed(folder: string): Promise<Map<string, Buffer>> {
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

describe("what is packed", () => {
  let folder: string;
  let here: Map<string, Buffer>;
  let elsewhere: Map<string, Buffer>;

  beforeAll(async () => {
    folder = await mkdtemp(`${tmpdir()}/crosscheck-package-`);
    const places = [`${folder}/a`, `${folder}/somewhere/else/entirely`] as const;
    await copyTo(places[0]);
    here = await packed(places[0]);
    await copyTo(places[1]);
    elsewhere = await packed(places[1]);
  }, 4 * MINUTES);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is a zip for each browser", () => {
    const browsers = [...here.keys()].map((name) => /(\w+)\.zip$/.exec(name)?.[1]);
    expect(browsers).toEqual(["chromium", "firefox"]);
  });

  // https://w3c.github.io/webappsec-csp/ : a directive refuses every source that it does not name.
  test.each(["chromium", "firefox"])(
    "allows its pages what they need and nothing else, in %s",
    async (browser) => {
      const manifest = JSON.parse(
        await readFile(`${folder}/a/dist/${browser}/manifest.json`, "utf8"),
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
    expect([...elsewhere.keys()]).toEqual([...here.keys()]);
    for (const [name, bytes] of here) {
      expect(bytes.equals(elsewhere.get(name) as Buffer), name).toBe(true);
    }
  });

  test("says nothing of where it was made", () => {
    for (const bytes of here.values()) {
      for (const path of [folder, ROOT]) expect(bytes.includes(path)).toBe(false);
    }
  });

  test("holds the licences of what is in it", async () => {
    for (const browser of ["chromium", "firefox"]) {
      const zip = [...here.keys()].find((name) => name.includes(browser)) as string;
      // Nothing in a package is compressed.
      expect(here.get(zip)?.includes("THIRD-PARTY-LICENCES.txt")).toBe(true);
      const licences = await readFile(
        `${folder}/a/dist/${browser}/THIRD-PARTY-LICENCES.txt`,
        "utf8",
      );
      expect(here.get(zip)?.includes(licences)).toBe(true);
      const { dependencies } = JSON.parse(await readFile(`${ROOT}package.json`, "utf8"));
      for (const name of Object.keys(dependencies)) {
        expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
      }
      expect(licences).toContain("Permission is hereby granted, free of charge");
      expect(licences).toContain("Mozilla Public License Version 2.0");
    }
  });

  test("opens in Mozilla's linter, which has nothing to say", async () => {
    const zip = [...here.keys()].find((name) => name.includes("firefox"));
    const linted = await run(
      "node_modules/.bin/web-ext",
      ["lint", `--source-dir=${folder}/a/packages/${zip}`, "--output=json"],
      { cwd: ROOT },
    ).catch((failed: { stdout: string }) => failed);
    const { errors, warnings } = JSON.parse(linted.stdout.slice(linted.stdout.indexOf("{")));
    expect([...errors, ...warnings]).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SRC = import.meta.dirname;

/**
 * Who may import whom: folder → the folders it may import from besides itself. The pure middle only
 * looks left along observation → exchange → verdict → explanation → report.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  http: [],
  browsers: ["http"],
  journal: [],
  observation: ["http", "browsers"],
  exchange: ["http", "browsers", "observation"],
  verdict: ["http", "browsers", "exchange", "observation"],
  issues: ["http", "browsers", "exchange", "verdict", "diagnosis"],
  diagnosis: ["http", "browsers", "exchange", "verdict"],
  progress: ["http", "exchange", "verdict", "issues"],
  policy: ["http", "exchange", "verdict"],
  stacks: ["http", "exchange", "verdict", "diagnosis", "issues", "policy"],
  words: ["http"],
  explanation: [
    ...["http", "browsers", "exchange", "verdict", "diagnosis"],
    ...["policy", "stacks", "words"],
  ],
  capture: ["http", "observation", "exchange"],
  report: [
    "capture",
    "journal",
    "http",
    "browsers",
    "exchange",
    "verdict",
    "diagnosis",
    "issues",
    "policy",
    "stacks",
    "explanation",
    "words",
  ],
  "try-it": ["http", "browsers", "exchange", "verdict"],
  protocol: ["observation", "exchange", "journal", "words", "try-it", "progress"],
  view: [
    "capture",
    "journal",
    "http",
    "browsers",
    "observation",
    "exchange",
    "verdict",
    "diagnosis",
    "issues",
    "progress",
    "policy",
    "stacks",
    "explanation",
    "report",
    "protocol",
    "try-it",
    "words",
  ],
  probe: ["observation", "progress"],
  platform: ["browsers", "journal", "observation", "protocol", "progress", "try-it", "words"],
  background: [
    "http",
    "journal",
    "browsers",
    "observation",
    "exchange",
    "verdict",
    "issues",
    "protocol",
    "platform",
    "probe",
    "try-it",
  ],
  devtools: ["platform"],
  shell: ["journal", "report", "protocol", "view", "platform", "words", "try-it"],
  panel: [
    "capture",
    "browsers",
    "observation",
    "verdict",
    "protocol",
    "view",
    "platform",
    "words",
    "shell",
  ],
  popup: ["browsers", "verdict", "protocol", "view", "platform", "words", "shell"],
  options: ["protocol", "view", "platform", "words"],
  welcome: ["view", "platform", "words"],
  site: ["view", "platform", "words"],
  "report-page": ["exchange", "verdict", "explanation", "report", "protocol", "view", "words"],
};

/** Folders that wire and hold no rule: `background/` is wired by one file and has parts of its own. */
const SHELLS = ["shell", "devtools", "panel", "popup", "options", "welcome", "site", "report-page"];

const PURE = [
  "http",
  "journal",
  "browsers",
  "observation",
  "exchange",
  "verdict",
  "diagnosis",
  "issues",
  "progress",
  "policy",
  "stacks",
  "capture",
  "words",
  "explanation",
  "report",
  "try-it",
  "protocol",
];

/** Packages that are pure themselves: parsers, and types. */
const PURE_PACKAGES = new Set(["content-security-policy-parser", "har-format", "valibot"]);

/** What has no place where everything must follow from the input alone. */
const IMPURE_WORDS =
  /\bchrome\.\w|\bbrowser\.(?:runtime|tabs|storage|webRequest)|\bdocument\.|\bwindow\.|\bDate\.now\(|\bMath\.random\(|\bsetTimeout\(|\bfetch\(\w/;

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly isTest: boolean;
}

function sources(dir = SRC): SourceFile[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return sources(path);
    if (!/\.tsx?$/.test(name)) return [];
    const inSrc = relative(SRC, path);
    const folder = inSrc.includes("/") ? (inSrc.split("/")[0] as string) : "";
    const isTest = /\.test(-[a-z]+)?\.tsx?$/.test(name);
    return [{ path: inSrc, folder, text: readFileSync(path, "utf8"), isTest }];
  });
}

function imports(file: SourceFile): string[] {
  // Snippets of other people's programs are strings, in single quotes as they hold double ones.
  const text = file.text.replace(/'(?:[^'\\\n]|\\.)*"(?:[^'\\\n]|\\.)*'/g, "''");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map((match) => (match[1] as string).replace(/\?.*$/, ""));
}

/** Breaches of the arrows among files, as sentences. */
function breaches(files: readonly SourceFile[]): string[] {
  const wrong: string[] = [];
  for (const file of files) {
    if (file.folder === "" || file.isTest) continue;
    const allowed = MAY_IMPORT[file.folder];
    if (allowed === undefined) {
      wrong.push(`${file.path}: the folder ${file.folder} has no place in the arrows`);
      continue;
    }
    for (const target of imports(file)) {
      if (!target.startsWith(".")) {
        if (target === "webextension-polyfill" && file.path !== "platform/browser.ts") {
          wrong.push(
            `${file.path} imports the polyfill: import { browser } from platform/browser.ts`,
          );
        }
        if (PURE.includes(file.folder) && !PURE_PACKAGES.has(target)) {
          wrong.push(`${file.path} is pure and imports the package ${target}`);
        }
        continue;
      }
      // Only for its type: the names of the messages.
      if (target === "../../public/_locales/en/messages.json" && file.folder === "words") continue;
      // The page that is a file by itself carries its words along.
      if (/^(?:\.\.\/){2}public\/_locales\//.test(target) && file.folder === "site") continue;
      const to = relative(SRC, resolve(SRC, dirname(file.path), target)).split("/")[0] as string;
      if (to !== file.folder && !allowed.includes(to)) {
        wrong.push(`${file.path} imports ${target}: ${file.folder} may not look at ${to}`);
      }
    }
    const code = file.text
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
      .replace(/"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '""');
    const impure = PURE.includes(file.folder) ? IMPURE_WORDS.exec(code) : null;
    if (impure !== null) wrong.push(`${file.path} is pure and says "${impure[0]}"`);
  }
  return wrong;
}

const fake = (path: string, text: string): SourceFile => ({
  path,
  folder: path.split("/")[0] as string,
  text,
  isTest: false,
});

describe("the arrows", () => {
  it("all point one way", () => {
    expect(breaches(sources())).toEqual([]);
  });

  it.each([
    ["an arrow backwards", fake("verdict/a.ts", 'import { x } from "../explanation/b.ts";')],
    ["a shell in the middle", fake("exchange/a.ts", 'import { x } from "../platform/browser.ts";')],
    ["a clock in the middle", fake("report/a.ts", "const now = Date.now();")],
    ["the polyfill elsewhere", fake("panel/a.ts", 'import b from "webextension-polyfill";')],
    ["a folder without a place", fake("utils/a.ts", "")],
  ])("would notice %s", (_name, file) => {
    expect(breaches([file])).toHaveLength(1);
  });

  it("lead to the extension API only through platform/", () => {
    const direct = sources().filter(
      ({ path, isTest, text }) =>
        !isTest &&
        !path.startsWith("platform/") &&
        /import \{[^}]*\bbrowser\b[^}]*\} from "[./]+\/platform\/browser\.ts"/.test(text),
    );
    // A separate page for one call, made before anything else can be.
    expect(direct.map(({ path }) => path)).toEqual(["devtools/create-panel.ts"]);
  });

  it("are wired in shells of at most 60 lines", () => {
    const long = SHELLS.flatMap((folder) => sources(join(SRC, folder)))
      .filter(({ isTest, text }) => !isTest && text.split("\n").length - 1 > 60)
      .map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it("lead to browsers/ for what differs between browsers", () => {
    const found = sources().flatMap(({ path, text }) => {
      if (path.startsWith("browsers/")) return [];
      const count = [...text.matchAll(/[!=]== "(?:gecko|chromium|firefox)"/g)].length;
      return count === 0 ? [] : [[path, count] as const];
    });
    expect(found).toEqual([]);
  });

  it("name a lane only in its own file, and map over the list elsewhere", () => {
    const spelt =
      /\b(?:lanes|LANE_RULES)\.(?:spec|chromium|gecko)\b|\b(?:spec|gecko): \w*[lL]ane\b|"spec"/;
    const found = sources().filter(
      ({ path, text, isTest }) =>
        !isTest && !/^verdict\/(?:lanes\/|lane-name\.ts)/.test(path) && spelt.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("lead to parts loaded on demand only through loadPart, which reports missing parts", () => {
    const bare = /(?<!typeof |\bloadPart\(\(\) => )\bimport\(/;
    const found = sources().filter(({ text, isTest }) => !isTest && bare.test(text));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  it("gives entry files their own names", () => {
    const entries = ["background", "devtools", "panel", "popup", "probe"].flatMap((folder) =>
      sources(join(SRC, folder)).map((file) => file.path.split("/").at(-1)),
    );
    expect(new Set(entries).size).toBe(entries.length);
  });
});

describe("ARCHITECTURE.md", () => {
  const root = resolve(SRC, "..");
  const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const all = ["src", "e2e", "build", "docs", "public"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((name) => `/${folder}/${name}`),
  );
  const named = [...text.matchAll(/`([\w@./-]+(?:\.(?:tsx?|md|json|mjs)|\/))`/g)].map(
    ([, name = ""]) => name,
  );

  it("names files and folders that exist", () => {
    expect(named.length).toBeGreaterThan(80);
    const missing = named.filter((name) => {
      const end = `/${name.replace(/\/$/, "")}`;
      return !all.some((path) => path.endsWith(end)) && !existsSync(join(root, name));
    });
    expect(missing).toEqual([]);
  });

  it("takes ten minutes to read, of 300 words each", () => {
    expect(text.split(/\s+/).filter((word) => /\w/.test(word)).length).toBeLessThan(3_000);
  });
});

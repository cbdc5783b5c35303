import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright";
import { AXE, RUN_AXE } from "../chromium/axe.ts";
import { launchWithExtension } from "../chromium/browser.ts";
import { exportHtml } from "../chromium/exports.ts";
import { startLab } from "../lab/lab.ts";
import { canInstall, install, onPath } from "../setup/find-program.mjs";

/**
 * Exports the HTML report of some failing requests from Chromium and opens it from disk in WebKitGTK.
 * Checks its requests, console messages, content, and axe violations. Manual, after `npm run build`:
 * `npx tsx e2e/both/report-in-webkit.ts`. Not a part of `npm test`, as Debian's WebKitGTK is 350 MB.
 */

const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const CASES = ["put", "redirect-to-null", "json-not-allowed", "star-with-cookies", "csp"];
const PORT = 9787;
const START_MS = 15_000;
/**
 * The console is read until this message, from a page that throws it long after the report has been drawn.
 */
const CONTROL = "the console is read";

async function main(): Promise<number> {
  if (!existsSync(BROWSER) || !onPath(["Xvfb"]) || !onPath(["WebKitWebDriver"])) {
    if (!canInstall()) throw new Error("Needed: apt-get install webkit2gtk-driver xvfb");
    await install(["webkit2gtk-driver", "xvfb"]);
  }
  const folder = await mkdtemp(`${tmpdir()}/crosscheck-webkit-`);
  const started: ChildProcess[] = [];
  try {
    const file = `${folder}/report.html`;
    await writeFile(file, await anyReport());
    const display = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1300x900x24"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    started.push(display);
    const env = {
      ...process.env,
      DISPLAY: `:${(await linesUntil(display, /^\d+$/)).at(-1)}`,
      HOME: folder,
      // Root has no user namespaces; the pages are our own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
    };
    const driver = spawn("WebKitWebDriver", [`--port=${PORT}`], { env, stdio: "ignore" });
    started.push(driver);
    const troubles = await open(pathToFileURL(file).href);

    // Driven sessions have no console.
    const control = `${folder}/control.html`;
    await writeFile(control, `<script>setTimeout(() => { throw "${CONTROL}" }, 3000)</script>`);
    const pages = [file, control].map((path) => pathToFileURL(path).href);
    const args = ["--enable-write-console-messages-to-stdout=true", ...pages];
    const browser = spawn(BROWSER, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    started.push(browser);
    const lines = await linesUntil(browser, new RegExp(CONTROL));
    const said = lines.filter((line) => line.includes("CONSOLE") && !line.includes(CONTROL));
    const all = [...troubles, ...said];
    console.log(all.length === 0 ? "No error, no request, nothing for axe." : all.join("\n"));
    return all.length;
  } finally {
    for (const child of started) child.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function anyReport(): Promise<string> {
  const lab = await startLab();
  const browser = await launchWithExtension();
  try {
    const page = browser.context.pages()[0] as Page;
    await page.goto(lab.origins.page);
    const panel = await browser.openPanel(await browser.tabIdOf(page));
    for (const id of CASES) {
      await page.evaluate(
        (one) => (globalThis as unknown as { runCase(id: string): Promise<unknown> }).runCase(one),
        id,
      );
    }
    return await exportHtml(panel);
  } finally {
    await browser.close();
    await lab.close();
  }
}

/** Opens the report, its first issue and everything that its buttons unfold; returns the faults. */
async function open(url: string): Promise<string[]> {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${PORT}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    const { error, message } = (value ?? {}) as { error?: string; message?: string };
    if (error) throw new Error(`${error}: ${message}`);
    return value;
  };
  await until("WebKitWebDriver", () => call("GET", "/status").catch(() => null));
  const options = { binary: BROWSER, args: ["--automation"] };
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
  const session = (await call("POST", "/session", { capabilities })) as {
    sessionId: string;
    capabilities: { browserName: string; browserVersion: string };
  };
  console.log(session.capabilities.browserName, session.capabilities.browserVersion);
  const path = `/session/${session.sessionId}`;
  const run = (script: string) => call("POST", `${path}/execute/sync`, { script, args: [] });
  await call("POST", `${path}/url`, { url });
  const click = (selector: string) =>
    until(selector, () =>
      run(`const one = document.querySelector('${selector}'); one?.click(); return one !== null;`),
    );
  await click("#tab-issues");
  await click("[aria-label=Issues] [role=option]");
  await until("the issue", () => run("return document.querySelector('.detail h2') !== null"));
  await click(".target");
  await until("the diagram", () => run("return document.querySelector('.sequence') !== null"));
  const requested = await run(
    "return performance.getEntriesByType('resource').map(({ name }) => name)",
  );
  await run(AXE);
  const script = `const done = arguments[0]; (${RUN_AXE})().then(done, (error) => done([String(error)]));`;
  const violations = await call("POST", `${path}/execute/async`, { script, args: [] });
  await call("DELETE", path);
  return [...(requested as string[]), ...(violations as string[])];
}

async function until(what: string, look: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A program's output until one of its lines matches. */
function linesUntil(child: ChildProcess, wanted: RegExp): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => reject(new Error(`No ${wanted} in: ${text}`)), START_MS);
    const read = (chunk: Buffer) => {
      text += chunk;
      const lines = text.trim().split("\n");
      if (!lines.some((line) => wanted.test(line))) return;
      clearTimeout(timer);
      resolve(lines);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
}

process.exitCode = (await main()) === 0 ? 0 : 1;

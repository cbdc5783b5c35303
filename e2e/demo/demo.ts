import { mkdir, rm, writeFile } from "node:fs/promises";
import { launchWithExtension } from "../chromium/browser.ts";
import { driveCases } from "../chromium/drive-cases.ts";
import { exportMarkdown } from "../chromium/exports.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { takeDevToolsScreenshot, takePanelScreenshots } from "./screenshots.ts";
import { type Mark, markOf, tableOf } from "./table.ts";

const REPORT = new URL("../../demo-report", import.meta.url).pathname;
/** The exchange that the pictures show in detail. */
const PICTURED = /auth-first/;

/** With a display: opens the demo for you. Without: runs every case and checks it. */
async function main(): Promise<void> {
  const lab = await startLab();
  try {
    const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
    if (hasDisplay) await show(lab);
    else if (!(await check(lab))) process.exitCode = 1;
  } finally {
    await lab.close();
  }
}

/** Keeps the demo open in a window, with DevTools, until it is closed. */
async function show(lab: Lab): Promise<void> {
  const { context } = await launchWithExtension({
    headless: false,
    autoOpenDevTools: true,
    viewport: null,
  });
  const closed = context.waitForEvent("close", { timeout: 0 });
  await context.pages()[0]?.goto(lab.origins.page);
  console.log(`The demo is at ${lab.origins.page}. It runs until you close the browser.`);
  await closed;
}

/**
 * Runs every case, prints the results of the page, Chromium and Crosscheck, and writes the report and
 * pictures to demo-report/.
 * @returns whether they agree.
 */
async function check(lab: Lab): Promise<boolean> {
  await rm(REPORT, { recursive: true, force: true });
  await mkdir(REPORT, { recursive: true });
  const browser = await launchWithExtension();
  try {
    const { page, panel, har, accounts } = await driveCases(browser, lab);
    const count = (mark: Mark) => accounts.filter((account) => markOf(account) === mark).length;
    console.log(tableOf(accounts));
    console.log(`\n${count("agrees")} agree, ${count("disagrees")} disagree.`);

    await writeFile(`${REPORT}/report.har`, JSON.stringify(har, null, 2));
    await writeFile(`${REPORT}/report.md`, await exportMarkdown(panel));
    await takePanelScreenshots(panel, PICTURED, REPORT);
    await page.screenshot({ path: `${REPORT}/demo-page.png`, fullPage: true });
    const devTools = await browser.openDevToolsPanel(page);
    await takeDevToolsScreenshot(devTools, PICTURED, `${REPORT}/devtools.png`);
    console.log("The report and pictures of the panel are in demo-report/.");
    return count("disagrees") === 0;
  } finally {
    await browser.close();
  }
}

await main();

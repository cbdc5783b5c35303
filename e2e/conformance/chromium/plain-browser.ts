import type { BrowserContext, Page } from "playwright";
import { launchWithExtension } from "../../chromium/browser.ts";
import { newProfile } from "../../chromium/profile.ts";
import { LOOK_AT_FUNCTIONS } from "../../lab/observables.ts";
import { findChromium } from "../../setup/find-chromium.mjs";
import type { Launchers, PlainBrowser } from "../interference.ts";
import { hasResponseHeader, requestsOf, type ScenarioExclusion } from "../scenario-exclusion.ts";
import { enterOrigin, enterTestPage, makeCalls } from "../test-pages.ts";
import { followInitiators } from "./initiators.ts";
import { browserArgs, PREFERENCES, setUp } from "./runner.ts";

const AT_A_TIME = 16;
const CALL_MS = 8_000;
const QUIET_MS = 5_000;

/** See `failsUnfollowedRedirectsIfObserved` in src/browsers/browser-facts.ts. */
const UNFOLLOWED_REDIRECT: ScenarioExclusion = {
  name: "unfollowed-redirect-observed",
  of: "scenario",
  reason:
    "Any extension that observes requests makes an unfollowed redirect to another scheme fail.",
  seenIn: "Chromium 156",
  atMost: 2,
  when: (scenario) =>
    requestsOf(scenario).some(
      (request) => "redirect" in request && request.redirect === "manual",
    ) &&
    hasResponseHeader(
      scenario,
      (name, value) => /^location$/i.test(name) && /^(?!https?:)[a-z]+:/i.test(value),
    ),
};

/** Launches Chromium without the extension, and with it. */
export const chromiumLaunchers: Launchers = {
  changedByObserving: [UNFOLLOWED_REDIRECT],
  plain: async (lab) => {
    const profile = await newProfile(PREFERENCES);
    const context = await launchPlain(profile.path, browserArgs(lab));
    await setUp(context, lab);
    return plainBrowserIn(
      context,
      async () => {},
      async () => {
        await context.close();
        await profile.remove();
      },
    );
  },
  observed: async (lab, extension) => {
    const browser = await launchWithExtension({
      ...(extension === undefined ? {} : { extension }),
      args: browserArgs(lab),
      preferences: PREFERENCES,
    });
    await setUp(browser.context, lab);
    return plainBrowserIn(
      browser.context,
      async (page) => void (await browser.openPanel(await browser.tabIdOf(page))),
      () => browser.close(),
    );
  },
};

function plainBrowserIn(
  context: BrowserContext,
  follow: (page: Page) => Promise<void>,
  close: () => Promise<void>,
): PlainBrowser {
  return {
    visit: async (lab, where, deployed) => {
      const page = await context.newPage();
      await enterOrigin(page, lab, where);
      await follow(page);
      await enterTestPage(page, lab, where, deployed);
      const initiators = await followInitiators(context, page);
      const quiet = quietness(page);
      const seen = await makeCalls(page, deployed, AT_A_TIME, CALL_MS);
      await quiet();
      const functions = await page.evaluate<string>(LOOK_AT_FUNCTIONS);
      for (const other of context.pages()) if (other !== context.pages()[0]) await other.close();
      return { seen, functions, initiators };
    },
    close,
  };
}

async function launchPlain(profile: string, args: readonly string[]): Promise<BrowserContext> {
  const { chromium } = await import("playwright");
  return chromium.launchPersistentContext(profile, {
    executablePath: await findChromium(),
    viewport: { width: 1200, height: 700 },
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...args,
    ],
  });
}

/** Resolves when no request of the page is pending, or after a timeout. */
function quietness(page: Page): () => Promise<void> {
  const pending = new Set<object>();
  let check = () => {};
  page.on("request", (request) => pending.add(request));
  const done = (request: object) => {
    pending.delete(request);
    check();
  };
  page.on("requestfinished", done);
  page.on("requestfailed", done);
  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, QUIET_MS);
      check = () => {
        if (pending.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
      check();
    });
}

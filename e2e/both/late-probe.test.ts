import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { lateWrappersOf } from "../conformance/generate/late-wrappers.ts";
import { LATE_WRAPPERS, type LateWrapper, serveLateWrapper } from "../lab/late-wrappers.ts";
import {
  BROWSERS,
  type DrivenDocument,
  type DrivenPage,
  type DrivenPanel,
} from "./driven-browser.ts";

const RELOAD = "Reload to record them";

const rowsOf = (har: CorsHar, id: string) =>
  har.log._cors.exchanges.filter(({ url }) => url.includes(`${id}-api`) || url.includes("outer"));

/** The call uses names of the page's own script. */
const run = (page: DrivenPage, call: string) =>
  page.evaluate((text) => {
    const script = document.createElement("script");
    script.textContent = `(async () => { await ${text}; })().catch(() => {})`;
    document.head.append(script);
  }, call);

const isOffered = (panel: DrivenPanel) => () =>
  panel.evaluate((text) => document.body.innerText.includes(text), RELOAD);

/** Each gives the page the messages between the two halves of the probe. */
const OVERHEARD = [
  {
    name: "addEventListener",
    script: `const channels = new Set();
      const { addEventListener, dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        if (this === document && /^\\d+-\\d+$/.test(type)) {
          addEventListener.call(document, type + "!", (event) => channels.add(event.relatedTarget));
        }
        if (type === "install") channels.add(this);
        addEventListener.call(this, type, ...rest);
      };`,
  },
  {
    name: "dispatchEvent",
    script: `const channels = new Set();
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) {
        if (event instanceof MouseEvent) channels.add(event.relatedTarget);
        return dispatchEvent.call(this, event);
      };`,
  },
  {
    name: "EventTarget",
    script: `const channels = new Set();
      const { dispatchEvent } = EventTarget.prototype;
      const Real = EventTarget;
      window.EventTarget = function () {
        const made = new Real();
        channels.add(made);
        return made;
      };
      EventTarget.prototype = Real.prototype;`,
  },
  {
    name: "MouseEvent",
    script: `const channels = new Set();
      const { dispatchEvent } = EventTarget.prototype;
      window.MouseEvent = class extends MouseEvent {
        constructor(type, init) {
          super(type, init);
          if (init.relatedTarget) channels.add(init.relatedTarget);
        }
      };`,
  },
].map(({ name, script }) => ({
  name,
  script: `${script}
    window.forge = async (reports) => {
      for (const channel of channels) {
        for (const detail of reports) dispatchEvent.call(channel, new CustomEvent("report", { detail }));
      }
    };`,
}));

/** This does so too, and the probe cannot detect that it is not the browser's own. */
const UNDETECTED = `const channels = new Set();
  const { apply } = Reflect;
  const { dispatchEvent } = EventTarget.prototype;
  Reflect.apply = (called, self, args) => {
    if (self instanceof EventTarget && !(self instanceof Node) && self !== window) channels.add(self);
    return apply(called, self, args);
  };
  window.forge = async (reports) => {
    for (const channel of channels) {
      for (const detail of reports) dispatchEvent.call(channel, new CustomEvent("report", { detail }));
    }
  };`;

const CALL = {
  ...{ api: "fetch", url: "https://forged.test/call", method: "GET", mode: "same-origin" },
  ...{ credentials: "same-origin", redirect: "follow", onlyIfCached: false, hasIntegrity: false },
  ...{ served: false, headerNames: [], body: "none", uploadListener: null, keepalive: false },
  ...{ targetAddressSpace: null, stack: null },
};
const OUTCOME = { result: "rejected", responseType: null, status: null, errorName: "TypeError" };
const VIOLATION = {
  ...{ effectiveDirective: "connect-src", blockedUrl: "https://forged.test/violation" },
  disposition: "enforce",
};
const REFUSED = { ...CALL, url: VIOLATION.blockedUrl, mode: "cors" };
const forgedAt = (timeStamp: number) =>
  [
    { kind: "call-started", callId: "refused", timeStamp, call: REFUSED },
    { kind: "policy-violated", timeStamp, violation: VIOLATION },
    { kind: "call-ended", callId: "refused", timeStamp, outcome: OUTCOME },
    { kind: "call-started", callId: "forged", timeStamp, call: CALL },
    { kind: "call-ended", callId: "forged", timeStamp, outcome: OUTCOME },
  ].map((report) => JSON.stringify(report));

/** Has the probe run in pages, or not, as a user chooses; resolves when new pages have it, or not. */
const setProbe = (settings: DrivenDocument, isWanted: boolean) =>
  vi.waitFor(async () => {
    const isPlaced = await settings.evaluate(async (wanted) => {
      const { browser, chrome } = globalThis as unknown as { browser?: Inside; chrome: Inside };
      const choice = document.querySelector<HTMLInputElement>("#probe");
      if (choice !== null && choice.checked !== wanted) choice.click();
      const scripts = await (browser ?? chrome).scripting.getRegisteredContentScripts();
      return scripts.length > 0;
    }, isWanted);
    expect(isPlaced).toBe(isWanted);
  }, 10_000);

/** The extension's API, in one of its pages. */
interface Inside {
  readonly scripting: { getRegisteredContentScripts(): Promise<readonly unknown[]> };
}

/** Whether the panel's list has a row with this text, and none that is pending. */
const isListed = (panel: DrivenPanel, text: string) => () =>
  panel.evaluate((wanted) => {
    const rows = [...document.querySelectorAll<HTMLElement>("[aria-label=Requests] [role=option]")];
    const isPending = rows.some((row) => row.dataset.bucket === "pending");
    return !isPending && rows.some((row) => row.innerText.includes(wanted));
  }, text);

describe.each(BROWSERS)("in %s, a panel on a page that had wrapped requests before", (_, use) => {
  const driven = use();

  describe("where the probe is turned on later", () => {
    let panel: DrivenPanel;
    let settings: DrivenDocument;
    beforeAll(async () => {
      settings = await driven.openExtensionPage("src/options/options.html");
      panel = await driven.page.openPanel();
    });
    afterAll(async () => {
      await setProbe(settings, true);
      await settings.close();
      await panel.close();
    });

    /** Loads such a page without the probe; the probe then comes to it as where a panel is opened. */
    async function load(wrapper: LateWrapper, id: string): Promise<DrivenPage> {
      const { lab, page } = driven;
      await setProbe(settings, false);
      await page.goto(serveLateWrapper(lab, wrapper, id));
      await expect.poll(isOffered(panel)).toBe(false);
      await setProbe(settings, true);
      await expect.poll(isOffered(panel)).toBe(true);
      return page;
    }

    const wrappers = [...LATE_WRAPPERS, ...lateWrappersOf(1, 5)];
    it.each(wrappers.map((wrapper, index) => ({ ...wrapper, id: `late-${index}` })))(
      "tells what was sent, and offers exact evidence: $name",
      async (wrapper) => {
        const { lab } = driven;
        const page = await load(wrapper, wrapper.id);
        await run(page, wrapper.call);
        // Comes after all reports of the call.
        lab.respond(`${wrapper.id}-last`, { response: { headers: [] } });
        const last = lab.url("apiA", `${wrapper.id}-last`);
        await page.evaluate((url) => {
          new Image().src = url;
        }, last);
        await expect.poll(isListed(panel, `${wrapper.id}-last`)).toBe(true);
        const har = await panel.exportHarWhen(
          (one) =>
            one.log._cors.exchanges.some(({ url }) => url === last) &&
            rowsOf(one, wrapper.id).length >= wrapper.wanted.length &&
            rowsOf(one, wrapper.id).every(({ outcome }) => outcome !== "pending"),
        );
        const rows = rowsOf(har, wrapper.id);
        expect(rows).toMatchObject(wrapper.wanted);
        for (const { url, calledFrom } of rows) {
          expect(url).toContain("?real");
          // The probe did not observe it.
          expect(calledFrom).toBeUndefined();
        }
      },
    );

    it.each(OVERHEARD)(
      "believes no report that the page forges: its own $name",
      async (wrapper) => {
        const page = await load({ ...wrapper, call: "", wanted: [] }, `forger-${wrapper.name}`);
        await run(page, `forge(${JSON.stringify(forgedAt(Date.now()))})`);
        // The browser's own report of a blocked request, which the bridge sends after all forged ones.
        await page.evaluate(() => {
          const policy = document.createElement("meta");
          policy.httpEquiv = "Content-Security-Policy";
          policy.content = "img-src 'none'";
          document.head.append(policy);
          new Image().src = "https://refused.test/real";
        });
        const isRefused = ({ url, outcome }: { url: string; outcome: string }) =>
          url === "https://refused.test/real" && outcome === "blocked";
        await expect.poll(isListed(panel, "refused.test/real")).toBe(true);
        const har = await panel.exportHarWhen((one) => one.log._cors.exchanges.some(isRefused));
        const reported = har.log._cors.exchanges;
        expect(reported.filter(isRefused)).toMatchObject([{ cause: { code: "csp" } }]);
        expect(reported.filter(({ url }) => url.includes("forged"))).toEqual([]);
      },
    );
  });

  it("is certain of nothing that a page alone reports, whom nobody can see to forge", async () => {
    const { lab, page } = driven;
    const wrapper = { name: "Reflect.apply", script: UNDETECTED, call: "", wanted: [] };
    await page.goto(serveLateWrapper(lab, wrapper, "undetected"));
    const panel = await page.openPanel();
    // The page can use its channel only once the probe is there.
    const forged = async () => {
      await run(page, `forge(${JSON.stringify(forgedAt(Date.now()))})`);
      const { exchanges } = (await panel.exportHar()).log._cors;
      return exchanges
        .filter(({ url, outcome }) => url === CALL.url && outcome !== "pending")
        .map(({ certainty }) => certainty);
    };
    await expect.poll(forged).toEqual(["likely"]);
    await panel.close();
  });

  it("hears what is sent once the page was reloaded", async () => {
    const { lab, page } = driven;
    const [wrapper] = LATE_WRAPPERS;
    if (wrapper === undefined) throw new Error("There is none.");
    await page.goto(serveLateWrapper(lab, wrapper, "reloaded"));
    const panel = await page.openPanel();
    await expect.poll(isOffered(panel)).toBe(true);
    await page.evaluate(() => {
      (globalThis as { isOld?: boolean }).isOld = true;
    });
    await panel.press(RELOAD);
    await expect.poll(isOffered(panel)).toBe(false);
    const isLoaded = () =>
      page
        .evaluate(
          () => !(globalThis as { isOld?: boolean }).isOld && document.readyState === "complete",
        )
        // The document is being replaced by the expected one.
        .catch(() => false);
    await expect.poll(isLoaded).toBe(true);
    await run(page, wrapper.call);
    const wanted = { outcome: "blocked", credentials: { value: "include", basis: "observed" } };
    const har = await panel.exportHarWhen((one) => {
      const [row] = rowsOf(one, "reloaded");
      return row?.outcome === "blocked" && row.calledFrom !== null;
    });
    expect(rowsOf(har, "reloaded")).toMatchObject([wanted]);
    await panel.close();
  });

  it("offers nothing, and hears all, where the page has wrapped nothing", async () => {
    const { lab, page } = driven;
    const plain = { name: "nothing", script: "", call: "", wanted: [] };
    await page.goto(serveLateWrapper(lab, plain, "plain"));
    const panel = await page.openPanel();
    const url = lab.url("apiA", "plain-api", "?real");
    // Calls that only the probe reports.
    const isHeard = async () => {
      await run(page, `fetch("${url}", { mode: "same-origin" })`);
      return rowsOf(await panel.exportHar(), "plain").length > 0;
    };
    await expect.poll(isHeard).toBe(true);
    expect(await isOffered(panel)()).toBe(false);
    await panel.close();
  });
});

import { describe, expect, it } from "vitest";
import type { CorsHar } from "../../src/report/har.ts";
import { lateWrappersOf } from "../conformance/generate/late-wrappers.ts";
import { LATE_WRAPPERS, serveLateWrapper } from "../lab/late-wrappers.ts";
import { BROWSERS, type DrivenPage, type DrivenPanel } from "./driven-browser.ts";

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

describe.each(BROWSERS)("in %s, a panel opened on a page that has wrapped requests", (_, use) => {
  const driven = use();

  const wrappers = [...LATE_WRAPPERS, ...lateWrappersOf(1, 5)];
  it.each(wrappers.map((wrapper, index) => ({ ...wrapper, id: `late-${index}` })))(
    "tells what was sent, and offers exact evidence: $name",
    async (wrapper) => {
      const { lab } = driven;
      const page = await driven.newPage();
      await page.goto(serveLateWrapper(lab, wrapper, wrapper.id));
      const panel = await page.openPanel();
      await expect.poll(isOffered(panel)).toBe(true);
      await run(page, wrapper.call);
      // Comes after all reports of the call.
      lab.respond(`${wrapper.id}-last`, { response: { headers: [] } });
      const last = lab.url("apiA", `${wrapper.id}-last`);
      await page.evaluate((url) => {
        new Image().src = url;
      }, last);
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
      await panel.close();
      await page.close();
    },
  );

  it.each(OVERHEARD)("believes no report that the page forges: its own $name", async (wrapper) => {
    const page = await driven.newPage();
    await page.goto(serveLateWrapper(driven.lab, { ...wrapper, call: "", wanted: [] }, "forger"));
    const panel = await page.openPanel();
    await expect.poll(isOffered(panel)).toBe(true);
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
    const har = await panel.exportHarWhen((one) => one.log._cors.exchanges.some(isRefused));
    const reported = har.log._cors.exchanges;
    expect(reported.filter(isRefused)).toMatchObject([{ cause: { code: "csp" } }]);
    expect(reported.filter(({ url }) => url.includes("forged"))).toEqual([]);
    await panel.close();
    await page.close();
  });

  it("is certain of nothing that a page alone reports, whom nobody can see to forge", async () => {
    const page = await driven.newPage();
    const wrapper = { name: "Reflect.apply", script: UNDETECTED, call: "", wanted: [] };
    await page.goto(serveLateWrapper(driven.lab, wrapper, "undetected"));
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
    await page.close();
  });

  it("hears what is sent once the page was reloaded", async () => {
    const page = await driven.newPage();
    const [wrapper] = LATE_WRAPPERS;
    if (wrapper === undefined) throw new Error("There is none.");
    await page.goto(serveLateWrapper(driven.lab, wrapper, "reloaded"));
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
    await page.close();
  });

  it("offers nothing, and hears all, where the page has wrapped nothing", async () => {
    const { lab } = driven;
    const page = await driven.newPage();
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
    await page.close();
  });
});

import { fromProbe } from "../observation/from-probe.ts";
import { fromWebNavigation } from "../observation/from-web-navigation.ts";
import { fromWebRequest } from "../observation/from-web-request.ts";
import { browser, engine } from "../platform/browser.ts";
import { HostAccess } from "../platform/host-access.ts";
import { sessionStorage } from "../platform/session-storage.ts";
import { loadSettings, saveSettings } from "../platform/settings.ts";
import { toolbar } from "../platform/toolbar.ts";
import { viewDoor } from "../platform/view-door.ts";
import { listenToRequests } from "../platform/web-request.ts";
import { Badge } from "./badge.ts";
import { ProbeControl } from "./probe-control.ts";
import { Recorder } from "./recorder.ts";
import { ViewHub } from "./view-hub.ts";

// Everything that listens must do so in this first turn: a stopped worker is woken by an event and
// gets it only if its listener is there. Nothing above or below may await.

const recorder = new Recorder({
  browser: engine,
  store: sessionStorage,
  settings: loadSettings(),
  onChange: (changes) => {
    hub.tell(changes);
    badge.update(changes);
  },
  onState: () => hub.tellStates(),
});
const badge = new Badge(recorder.log, toolbar);
const probe = new ProbeControl(
  ({ url, ...from }, report) => {
    if (report.kind === "calls-unheard") recorder.callsUnheard(from.tabId);
    const source = { ...from, isInitialDocument: url === "about:blank" };
    for (const observation of fromProbe(source, report)) recorder.observe(observation);
  },
  ({ tabId, frameId, documentId, url }, dropped) => {
    recorder.reportsLost(tabId, `${frameId}:${documentId ?? url ?? ""}`, dropped);
  },
);
const hub = new ViewHub(recorder, probe, (tabId, command) => {
  switch (command.type) {
    case "clear":
      recorder.clear(tabId);
      break;
    case "pause":
      recorder.pause(tabId, command.paused);
      hub.tellState(tabId);
      break;
    case "change-settings": {
      const settings = { ...recorder.settings, ...command.change };
      recorder.settings = settings;
      probe.allow(settings.probe);
      void saveSettings(settings);
      hub.tellSettings(settings);
      break;
    }
    case "open-settings":
      void browser.runtime.openOptionsPage();
      break;
    case "devtools-saw":
      for (const seen of command.requests) recorder.observe({ ...seen, tabId });
      break;
  }
});

const access = new HostAccess(() => {
  recorder.heardSince = access.granted ? Date.now() : Number.POSITIVE_INFINITY;
  badge.setAccess(access.granted);
  hub.tellStates();
});

hub.listen(viewDoor);
probe.listen();

listenToRequests((kind, details) => {
  try {
    recorder.observe(fromWebRequest(kind, details, engine));
  } catch (error) {
    // One event that we do not understand costs that event.
    console.warn("Crosscheck did not understand an event", error);
    recorder.notUnderstood(details.tabId);
  }
});

browser.webNavigation.onCommitted.addListener((details) => {
  recorder.observe(fromWebNavigation(details));
});

browser.runtime.onInstalled.addListener(({ reason }) => {
  if (reason !== "install") return;
  void browser.tabs.create({ url: browser.runtime.getURL("src/welcome/welcome.html") });
});

browser.tabs.onRemoved.addListener((tabId) => recorder.observe({ kind: "tab-closed", tabId }));

void recorder.ready.then(async () => {
  probe.allow(recorder.settings.probe);
  badge.setAccess(await access.ready);
  badge.recount();
  // Tabs may have closed while the worker was dead. -1 stands for workers that have none.
  const open = new Set((await browser.tabs.query({})).map((tab) => tab.id));
  for (const tabId of recorder.log.tabIds()) {
    if (tabId >= 0 && !open.has(tabId)) recorder.observe({ kind: "tab-closed", tabId });
  }
});

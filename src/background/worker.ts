import { isPage, NO_TAB } from "../exchange/tab-log.ts";
import { fromProbe } from "../observation/from-probe.ts";
import { fromWebNavigation } from "../observation/from-web-navigation.ts";
import { fromWebRequest } from "../observation/from-web-request.ts";
import type { Browser, Observation } from "../observation/observation.ts";
import type { BrowserEvents } from "../platform/browser-events.ts";
import type { DocumentDoor } from "../platform/document-door.ts";
import type { HeaderRules } from "../platform/header-rules.ts";
import type { Access } from "../platform/host-access.ts";
import type { Scripting } from "../platform/scripting.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import type { Toolbar } from "../platform/toolbar.ts";
import type { ViewDoor } from "../platform/view-door.ts";
import { makeCall } from "../probe/make-call.ts";
import type { Settings, ToBackground } from "../protocol/messages.ts";
import { readSettings } from "../protocol/read-settings.ts";
import { Badge } from "./badge.ts";
import { ProbeControl } from "./probe-control.ts";
import { Recorder } from "./recorder.ts";
import { Trials } from "./trials.ts";
import { ViewHub } from "./view-hub.ts";

/** A view that lost its worker is back within this. */
export const LINGER_MS = 5_000;

/** All of the browser that the worker works with. */
export interface Doors {
  readonly engine: Browser;
  readonly events: BrowserEvents;
  readonly store: SessionStore;
  readonly settings: {
    load(): Promise<Settings>;
    save(settings: Settings): Promise<void>;
  };
  readonly toolbar: Toolbar;
  readonly views: ViewDoor;
  readonly documents: DocumentDoor;
  readonly scripting: Scripting;
  readonly rules: HeaderRules;
  /** Opens the door of permissions; it hears of each change. */
  readonly access: (onChange: () => void) => Access;
  /** Opens the page of settings. */
  readonly openSettings: () => void;
}

/**
 * Starts the background worker. All that listens does so before this returns: a stopped worker is
 * woken by an event, and gets it only if its listener is there in the first turn.
 */
export function startWorker(doors: Doors): void {
  const { engine, events } = doors;
  const trials = new Trials(doors.rules, (tabId) => {
    hub.tellState(tabId);
    badge.redraw(tabId);
    follow();
  });
  const recorder = new Recorder({
    trials,
    browser: engine,
    store: doors.store,
    settings: doors.settings.load(),
    onChange: (changes) => {
      hub.tell(changes);
      badge.update(changes);
    },
    onState: () => hub.tellStates(),
  });
  const badge = new Badge(recorder.log, doors.toolbar, (tabId) => trials.of(tabId) !== undefined);
  const probe = new ProbeControl({
    scripting: doors.scripting,
    onReport: ({ url, ...from }, report, late) => {
      if (report.kind === "calls-unheard") recorder.callsUnheard(from.tabId);
      const isInitialDocument = url === "about:blank";
      // A page can be in a frame's empty document before any script of ours.
      const isLate = late || isInitialDocument;
      const source = { ...from, isInitialDocument, ...(isLate && { late: true as const }) };
      for (const observation of fromProbe(source, report)) recorder.observe(observation);
    },
    onLost: ({ tabId, frameId, documentId, url }, dropped) => {
      recorder.reportsLost(tabId, `${frameId}:${documentId ?? url ?? ""}`, dropped);
    },
    onUnheard: (tabId) => recorder.callsUnheard(tabId),
  });
  const hub = new ViewHub(
    recorder,
    probe,
    (tabId, command) => obey(tabId, command),
    () => follow(),
  );

  function obey(tabId: number, command: ToBackground): void {
    switch (command.type) {
      case "clear":
        recorder.clear(tabId);
        break;
      case "pause":
        recorder.pause(tabId, command.paused);
        hub.tellState(tabId);
        break;
      case "change-settings": {
        const settings = readSettings({ ...recorder.settings, ...command.change });
        recorder.settings = settings;
        probe.allow(settings.probe);
        follow();
        void doors.settings.save(settings);
        hub.tellSettings(settings);
        break;
      }
      case "open-settings":
        doors.openSettings();
        break;
      case "try":
        trials.set(tabId, command.trial);
        break;
      case "check-again":
        // A frame that is gone makes no request, which the panel says.
        void doors.scripting
          .callInPage(tabId, command.call.frameId, makeCall, command.call)
          .catch(() => {});
        break;
      case "devtools-saw":
        for (const seen of command.requests) recorder.observe({ ...seen, tabId });
        break;
    }
  }

  const access = doors.access(() => {
    recorder.heardSince = access.granted ? Date.now() : Number.POSITIVE_INFINITY;
    badge.setAccess(access.granted);
    // Its rules would change nothing any more, and something again once the permission is back.
    if (!access.granted) trials.endAll();
    hub.tellStates();
  });

  /** One event that is not understood costs that event. */
  function hear(tabId: number, read: () => Observation): void {
    try {
      recorder.observe(read());
    } catch (error) {
      console.warn("Crosscheck did not understand an event", error);
      recorder.notUnderstood(tabId);
    }
  }

  /** What ends the listening to requests and navigations; empty while nothing is listened to. */
  let stops: readonly (() => void)[] = [];

  function listen(): void {
    stops = [
      events.onRequest((kind, details) => {
        hear(details.tabId, () => fromWebRequest(kind, details, engine));
        const { type, tabId, parentFrameId = -1, url } = details;
        if (kind === "started" && type === "sub_frame") {
          probe.frameRequested(tabId, parentFrameId, url);
        }
      }),
      events.onNavigation((details) =>
        hear(details.tabId, () => {
          trials.navigated(details);
          const navigated = fromWebNavigation(details);
          if (isPage(navigated)) {
            badge.pageShown(navigated.tabId);
            hub.tellLast(navigated.tabId);
          }
          return navigated;
        }),
      ),
    ];
  }

  const isWanted = () => recorder.settings.record === "always" || hub.isWatched || trials.areOn;

  /** Records as the user has chosen. */
  function follow(): void {
    void recorder.ready.then(() => {
      if (!isWanted()) setTimeout(stopUnwanted, LINGER_MS);
      else if (stops.length === 0) {
        listen();
        // Of a call that was made before no request would be known.
        if (access.granted) recorder.heardSince = Date.now();
      }
    });
  }

  /** What was recorded goes as well: it would stand still. */
  function stopUnwanted(): void {
    if (isWanted()) return;
    for (const stop of stops) stop();
    stops = [];
    for (const tabId of recorder.log.tabIds()) recorder.clear(tabId);
  }

  hub.listen(doors.views, events.isPrivate);
  probe.listen(doors.documents);
  listen();
  events.onTabClosed((tabId) => {
    trials.set(tabId, null);
    recorder.observe({ kind: "tab-closed", tabId });
  });

  void recorder.ready.then(async () => {
    probe.allow(recorder.settings.probe);
    follow();
    badge.setAccess(await access.ready);
    badge.recount();
    // Tabs may have closed while the worker was stopped; one that opens meanwhile has not.
    const recorded = recorder.log.tabIds();
    const open = new Set(await events.openTabs().catch(() => []));
    // A browser that names no tab is ending, or has none to show yet: it says nothing of any.
    if (open.size === 0) return;
    for (const tabId of recorded) {
      if (tabId !== NO_TAB && !open.has(tabId)) recorder.observe({ kind: "tab-closed", tabId });
    }
  });
}

import { isPage, NO_TAB } from "../exchange/tab-log.ts";
import type { TroubleSubject } from "../journal/trouble.ts";
import { fromProbe } from "../observation/from-probe.ts";
import { fromWebNavigation } from "../observation/from-web-navigation.ts";
import { fromWebRequest } from "../observation/from-web-request.ts";
import { idOf } from "../observation/members.ts";
import type { Browser } from "../observation/observation.ts";
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
import { Journal } from "./journal.ts";
import { ProbeControl } from "./probe-control.ts";
import { Recorder } from "./recorder.ts";
import { Trials } from "./trials.ts";
import { ViewHub } from "./view-hub.ts";
import { openJournal } from "./worker-report.ts";

/** How long a view may take to reconnect after its worker was stopped. */
export const LINGER_MS = 5_000;

/** The worker's doors to the browser. */
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
  /** Opens the door of permissions; the callback is called for each change. */
  readonly access: (onChange: () => void) => Access;
  /** Opens the settings page. */
  readonly openSettings: () => void;
  /** Registers a listener for uncaught errors. */
  readonly followUncaught: (listener: (error: unknown) => void) => void;
}

/**
 * Starts the background worker. All listeners are added before this returns: an event wakes a stopped worker,
 * but reaches it only if the listener is added in the first turn.
 */
export function startWorker(doors: Doors): void {
  const { engine, events } = doors;
  const startedAt = Date.now();
  const journal = new Journal(doors.store);
  const { note } = journal;
  doors.followUncaught((error) => note("worker-error", { error }));
  const onTrial = (tabId: number) => {
    hub.tellState(tabId);
    badge.redraw(tabId);
    follow();
  };
  const trials = new Trials(doors.rules, onTrial, note);
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
    journal,
  });
  const badge = new Badge(recorder.log, doors.toolbar, (tabId) => trials.of(tabId) !== undefined);
  const probe = new ProbeControl({
    scripting: doors.scripting,
    note,
    onReport: ({ url, ...from }, report, late) =>
      hear(from.tabId, report.kind, () => {
        if (report.kind === "calls-unheard") recorder.callsUnheard(from.tabId);
        const isInitialDocument = url === "about:blank";
        // The page can access a frame's initial empty document before our scripts run.
        const isLate = late || isInitialDocument;
        const source = { ...from, isInitialDocument, ...(isLate && { late: true as const }) };
        for (const observation of fromProbe(source, report)) recorder.observe(observation);
      }),
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
    note,
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
        doors.settings.save(settings).catch((error) => note("settings-not-saved", { error }));
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
        // A frame that no longer exists makes no request, which the panel reports.
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
    // The trials' rules would have no effect now, but would again once the permission is back.
    if (!access.granted) trials.endAll();
    hub.tellStates();
  });

  /** Handles one event; an event that is not understood costs only itself. */
  function hear(reported: unknown, of: TroubleSubject, take: () => void): void {
    try {
      take();
    } catch (error) {
      const tabId = idOf(reported);
      note("event-not-understood", { tabId, of, error });
      recorder.notUnderstood(tabId);
    }
  }

  /** The functions that remove the listeners for requests and navigations; empty while there are none. */
  let stops: readonly (() => void)[] = [];

  function listen(): void {
    stops = [
      events.onRequest((kind, details) => {
        hear(details.tabId, kind, () => {
          const request = fromWebRequest(kind, details, engine);
          recorder.observe(request);
          if (kind === "started" && request.resourceType === "sub_frame") {
            probe.frameRequested(request.tabId, request.parentFrameId, details.url);
          }
        });
      }),
      events.onNavigation((details) =>
        hear(details.tabId, "navigated", () => {
          const navigated = fromWebNavigation(details);
          if (isPage(navigated)) {
            trials.pageShown(details);
            badge.pageShown(navigated.tabId);
            hub.tellLast(navigated.tabId);
          }
          recorder.observe(navigated);
        }),
      ),
    ];
  }

  const isWanted = () => recorder.settings.record === "always" || hub.isWatched || trials.areOn;

  /** Starts or stops recording, as the user chose. */
  function follow(): void {
    void recorder.ready.then(() => {
      if (!isWanted()) setTimeout(stopUnwanted, LINGER_MS);
      else if (stops.length === 0) {
        listen();
        // The requests of calls made before are unknown.
        if (access.granted) recorder.heardSince = Date.now();
      }
    });
  }

  /** Stops recording, and clears the recording, which would otherwise become stale. */
  function stopUnwanted(): void {
    if (isWanted()) return;
    for (const stop of stops) stop();
    stops = [];
    for (const tabId of recorder.log.tabIds()) recorder.clear(tabId);
  }

  hub.listen(doors.views, events.isPrivate);
  openJournal(doors.views, journal, async (tabId) => ({
    startedAt,
    isRestored: journal.isRestored,
    hasAccess: access.granted,
    probeScripts: await doors.scripting.countRegistered().catch(() => null),
    isProbed: probe.worksIn(tabId, 0),
  }));
  probe.listen(doors.documents);
  listen();
  const onTabClosed = (tabId: number) =>
    hear(tabId, "tab-closed", () => {
      journal.forgetTab(tabId);
      trials.set(tabId, null);
      recorder.observe({ kind: "tab-closed", tabId });
    });
  events.onTabClosed(onTabClosed);

  void recorder.ready.then(async () => {
    probe.allow(recorder.settings.probe);
    follow();
    badge.setAccess(await access.ready);
    badge.recount();
    // Tabs may have been closed while the worker was stopped. A tab opened meanwhile is not in `recorded`.
    const recorded = recorder.log.tabIds();
    const open = await events.openTabs().catch(() => new Map<number, boolean>());
    noteRestored(open);
    // A browser without tabs is closing, or still starting: that does not mean that the tabs were closed.
    if (open.size === 0) return;
    for (const tabId of recorded) {
      if (tabId !== NO_TAB && !open.has(tabId)) onTabClosed(tabId);
    }
  });

  /** Records how much was restored, without private windows and tabs that may be private. */
  function noteRestored(open: ReadonlyMap<number, boolean>): void {
    const counts = { ms: Date.now() - startedAt, requests: 0, pending: 0 };
    for (const [tabId, { requests, pending }] of recorder.restored) {
      if (open.get(tabId) !== false) continue;
      counts.requests += requests;
      counts.pending += pending;
    }
    if (counts.requests > 0) note("restored", { counts });
  }
}

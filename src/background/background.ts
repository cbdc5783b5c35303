import { engine } from "../platform/browser.ts";
import { browserEvents } from "../platform/browser-events.ts";
import { documentDoor } from "../platform/document-door.ts";
import { openOptions, openPage } from "../platform/extension-pages.ts";
import { headerRules } from "../platform/header-rules.ts";
import { HostAccess } from "../platform/host-access.ts";
import { scripting } from "../platform/scripting.ts";
import { sessionStorage } from "../platform/session-storage.ts";
import { loadSettings, saveSettings } from "../platform/settings.ts";
import { toolbar } from "../platform/toolbar.ts";
import { followUncaught } from "../platform/uncaught.ts";
import { viewDoor } from "../platform/view-door.ts";
import { startWorker } from "./worker.ts";

// Every listener must be added in this first turn: nothing here may await.
startWorker({
  engine,
  events: browserEvents,
  store: sessionStorage,
  settings: { load: loadSettings, save: saveSettings },
  toolbar,
  views: viewDoor,
  documents: documentDoor,
  scripting,
  rules: headerRules,
  access: (onChange) => new HostAccess(onChange),
  openSettings: openOptions,
  followUncaught,
});

browserEvents.onInstalled(() => openPage("src/welcome/welcome.html"));

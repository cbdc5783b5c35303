import type { Browser } from "../observation/observation.ts";
import { FakeAccess } from "../platform/access.test-fake.ts";
import { FakeBrowserEvents } from "../platform/browser-events.test-fake.ts";
import { FakeDocumentDoor } from "../platform/document-door.test-fake.ts";
import { FakeHeaderRules } from "../platform/header-rules.test-fake.ts";
import { FakeScripting } from "../platform/scripting.test-fake.ts";
import { FakeStore } from "../platform/session-storage.test-fake.ts";
import type { SessionStore } from "../platform/session-storage.ts";
import { FakeToolbar } from "../platform/toolbar.test-fake.ts";
import { FakeViewDoor } from "../platform/view-door.test-fake.ts";
import { DEFAULT_SETTINGS, type Settings } from "../protocol/messages.ts";
import { startWorker } from "./worker.ts";

/** A browser in memory: the parts that outlive our worker, and a way to start the next worker. */
export class FakeBrowser {
  readonly store = new FakeStore();
  readonly toolbar = new FakeToolbar();
  readonly rules = new FakeHeaderRules();
  readonly scripting = new FakeScripting();
  settings: Settings = DEFAULT_SETTINGS;
  granted = true;
  open: readonly number[] = [1];
  private: readonly number[] = [];
  optionsOpened = 0;
  readonly engine: Browser;

  constructor(engine: Browser = "chromium") {
    this.engine = engine;
  }

  /** @param store the store that this worker gets. */
  start(store: SessionStore = this.store) {
    const events = new FakeBrowserEvents();
    events.open = this.open;
    events.private = this.private;
    const views = new FakeViewDoor();
    const documents = new FakeDocumentDoor();
    let access: FakeAccess | undefined;
    let uncaught: (error: unknown) => void = () => {};
    startWorker({
      engine: this.engine,
      events,
      views,
      documents,
      store,
      toolbar: this.toolbar,
      rules: this.rules,
      scripting: this.scripting,
      settings: {
        load: async () => this.settings,
        save: async (settings) => {
          this.settings = settings;
        },
      },
      access: (onChange) => {
        access = new FakeAccess(onChange, this.granted);
        return access;
      },
      openSettings: () => {
        this.optionsOpened++;
      },
      followUncaught: (listener) => {
        uncaught = listener;
      },
    });
    const fail = (error: unknown) => uncaught(error);
    return { events, views, documents, fail, access: access as unknown as FakeAccess };
  }
}

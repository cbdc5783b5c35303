import type { RawNavigation } from "../observation/from-web-navigation.ts";
import type { BrowserEvents } from "./browser-events.ts";
import type { RequestListener } from "./web-request.ts";

/** A browser in memory, whose events a test fires. */
export class FakeBrowserEvents implements BrowserEvents {
  /** The open tabs. */
  open: readonly number[] = [1];
  /** The open tabs in private windows. */
  private: readonly number[] = [];
  request: RequestListener = () => {};
  navigate: (details: RawNavigation) => void = () => {};
  closeTab: (tabId: number) => void = () => {};
  install: () => void = () => {};

  /** The registered listeners, which cost pages time. */
  readonly listening = new Set<"requests" | "navigations">();

  onRequest(listener: RequestListener): () => void {
    this.request = listener;
    this.listening.add("requests");
    return () => {
      this.request = () => {};
      this.listening.delete("requests");
    };
  }

  onNavigation(listener: (details: RawNavigation) => void): () => void {
    this.navigate = listener;
    this.listening.add("navigations");
    return () => {
      this.navigate = () => {};
      this.listening.delete("navigations");
    };
  }

  onTabClosed(listener: (tabId: number) => void): void {
    this.closeTab = listener;
  }

  onInstalled(listener: () => void): void {
    this.install = listener;
  }

  async openTabs(): Promise<ReadonlyMap<number, boolean>> {
    return new Map(this.open.map((tabId) => [tabId, this.private.includes(tabId)]));
  }

  readonly isPrivate = async (tabId: number): Promise<boolean> => {
    if (!this.open.includes(tabId)) throw new Error(`No tab with id: ${tabId}.`);
    return this.private.includes(tabId);
  };
}

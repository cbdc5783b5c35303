/**
 * The probe's half in the extension's own world of a document. It takes the reports of the page's world, up
 * to a document's limit, and passes them to the background. It runs again each time its tab starts to be
 * debugged, and then starts anew.
 */

import {
  BRIDGE_HERE,
  type BridgeReport,
  BURST,
  type FromBridge,
  HELLO,
  INSTALL,
  MAX_REPORT,
  MAX_WHOLE_URL,
  PER_SECOND,
  PROBE_PORT,
  REPORT,
  RESPONSE,
  type ToBridge,
  UNINSTALL,
} from "./channel.ts";
import { lendConstruct } from "./construct-unseen.ts";
import { describeElement } from "./describe-element.ts";
import { TokenBucket } from "./token-bucket.ts";

/** The part of the extension API that is needed here; the polyfill is too large for every frame. */
interface Port {
  readonly onMessage: { addListener(listener: (message: ToBridge) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
  postMessage(message: FromBridge): void;
  disconnect(): void;
}
declare const chrome: {
  runtime: {
    connect(info: { name: string }): Port;
    readonly lastError?: unknown;
    readonly id?: string;
  };
};

/** Events by which elements report that their resource has loaded. */
const LOADED = ["load", "loadedmetadata"];

/** Reports wait this long to be sent together, in milliseconds. */
const SEND_AFTER = 10;

/** After this time, in milliseconds, an extension that was updated or removed has no id. Measured: 10. */
const GONE_AFTER = 1_000;

class Bridge {
  readonly #bucket = new TokenBucket(BURST, PER_SECOND, Date.now());
  #channel: EventTarget | null = null;
  /** "waiting": the background has not yet responded whether the tab is being debugged. */
  #state: "off" | "waiting" | "on" = "off";
  #port: Port | null = null;
  #document: Document | null = null;
  #reports: FromBridge["reports"][number][] = [];
  /** Reports that the background has not confirmed: it may die before it receives them. */
  #sent: FromBridge["reports"][number][] = [];
  #dropped = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The document is about to be unloaded: reports are sent without delay. */
  #leaving = false;
  /**
   * Scripts may have run before the channel: the page's, or those of the page around a frame's empty
   * document.
   */
  #late = false;

  /** @param isLate whether the document existed before: its page may listen to known names. */
  start(isLate: boolean): void {
    // A frame's first page can share the world of the empty document before it.
    if (this.#document !== document) {
      this.#late = this.#document !== null;
      this.#disconnect();
      this.#dropped = 0;
    }
    this.#document = document;
    if (this.#state === "off") this.#state = "waiting";
    this.#listen();
    // document.open() removes every listener, and the root element.
    this.#opened.disconnect();
    this.#opened.observe(document, { childList: true });
    this.#leaving = false;
    if (!isLate) {
      document.addEventListener(HELLO, this.#onHello);
      document.dispatchEvent(new Event(BRIDGE_HERE));
    }
    this.#channel?.dispatchEvent(new Event(INSTALL));
    this.#connect();
  }

  /** Listens to the document; existing listeners are not added twice. */
  readonly #listen = (): void => {
    for (const [target, type, listener] of this.#listeners()) {
      target.addEventListener(type, listener as EventListener, true);
    }
  };

  readonly #opened = new MutationObserver(this.#listen);

  #stop(): void {
    this.#state = "off";
    this.#reports = this.#sent = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#opened.disconnect();
    for (const [target, type, listener] of this.#listeners()) {
      target.removeEventListener(type, listener as EventListener, true);
    }
    this.#channel?.dispatchEvent(new Event(UNINSTALL));
    this.#disconnect();
  }

  /** Requests the channel from the page's world, by its random name. */
  meet(name: string): void {
    if (this.#channel !== null) return;
    this.#late = true;
    document.addEventListener(name + RESPONSE, this.#onHello);
    document.dispatchEvent(new Event(name));
    document.removeEventListener(name + RESPONSE, this.#onHello);
  }

  readonly #onHello = (event: Event) => {
    document.removeEventListener(HELLO, this.#onHello);
    const target = (event as MouseEvent).relatedTarget;
    if (this.#channel !== null || target === null) {
      event.preventDefault();
      return;
    }
    this.#channel = target;
    lendConstruct(target);
    target.addEventListener(REPORT, (report) => {
      report.preventDefault();
      const { detail } = report as CustomEvent;
      // Checked for every sender: a page that found the channel can send anything.
      const isReport = typeof detail === "string" && detail.length <= MAX_REPORT;
      this.#take(isReport ? detail : null);
    });
    if (this.#state !== "off") target.dispatchEvent(new Event(INSTALL));
  };

  readonly #onViolation = (event: SecurityPolicyViolationEvent) => {
    const { effectiveDirective, blockedURI, disposition } = event;
    // A truncated URL would look like another URL.
    if (!event.isTrusted || blockedURI.length > MAX_WHOLE_URL) return;
    this.#take({
      kind: "policy-violated",
      timeStamp: Date.now(),
      violation: {
        effectiveDirective,
        blockedUrl: blockedURI,
        disposition,
      },
    });
  };

  /** Load errors do not bubble; errors of scripts have the window as their target. */
  readonly #onElementError = (event: Event) => {
    if (event.isTrusted && event.target instanceof Element)
      this.#reportElement(event.target, "failed");
  };

  /** Only loaded elements that use CORS are reported: requests do not show their mode for certain. */
  readonly #onElementLoad = (event: Event) => {
    if (event.isTrusted && event.target instanceof Element)
      this.#reportElement(event.target, "loaded");
  };

  #reportElement(target: Element, how: "failed" | "loaded"): void {
    const element = describeElement(target);
    if (element === null || (how === "loaded" && element.mode !== "cors")) return;
    this.#take({ kind: `element-${how}`, timeStamp: Date.now(), element });
  }

  /** Only an iframe's own document shows whether the iframe is exempt from the embedder policy. */
  #reportFrames(url: string): void {
    for (const frame of document.querySelectorAll("iframe")) {
      const element = describeElement(frame);
      if (element?.url !== url) continue;
      const credentialless = frame.hasAttribute("credentialless");
      this.#take({
        kind: "element-requested",
        timeStamp: Date.now(),
        element: { ...element, credentialless },
      });
    }
  }

  /** One report; null for an invalid one. */
  #take(report: string | BridgeReport | null): void {
    if (this.#state === "off") return;
    if (report === null || !this.#bucket.take(Date.now())) this.#dropped++;
    else this.#reports.push(report);
    if (this.#leaving) this.#flush();
    else this.#timer ??= setTimeout(this.#flush, SEND_AFTER);
  }

  readonly #onLeave = () => {
    this.#leaving = true;
    this.#flush();
  };

  /** Chromium closes the port of a page in the back/forward cache, without an event. */
  readonly #onReturn = ({ persisted }: PageTransitionEvent) => {
    this.#leaving = false;
    if (!persisted) return;
    this.#disconnect();
    this.#connect();
  };

  #listeners(): readonly (readonly [EventTarget, type: string, listener: unknown])[] {
    return [
      [window, "securitypolicyviolation", this.#onViolation],
      [window, "error", this.#onElementError],
      // Load events do not reach the window.
      ...LOADED.map((type) => [document, type, this.#onElementLoad] as const),
      [window, "pagehide", this.#onLeave],
      [window, "pageshow", this.#onReturn],
    ];
  }

  readonly #flush = () => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#state === "off" || (this.#reports.length === 0 && this.#dropped === 0)) return;
    this.#connect();
    // Waits for the response, unless the document is about to be unloaded.
    if (this.#state === "waiting" && !this.#leaving) return;
    try {
      this.#port?.postMessage({
        reports: this.#reports,
        dropped: this.#dropped,
        late: this.#late,
      });
      this.#sent = this.#sent.concat(this.#reports);
    } catch {
      this.#dropped += this.#reports.length;
    }
    this.#reports = [];
  };

  #connect(): void {
    if (this.#port !== null) return;
    try {
      const port = chrome.runtime.connect({ name: PROBE_PORT });
      this.#port = port;
      port.onMessage.addListener((message) => {
        if (port !== this.#port) return;
        if (message === "off") return this.#stop();
        if (typeof message === "number") return void this.#sent.splice(0, message);
        if (message !== "on") return this.#reportFrames(message);
        this.#state = "on";
        this.#flush();
      });
      // The background died or the page was frozen: the next report reconnects, and waits for the response.
      port.onDisconnect.addListener(() => {
        // Reading lastError keeps the browser from reporting it in the page's console.
        void chrome.runtime.lastError;
        if (port !== this.#port) return;
        this.#port = null;
        this.#state = "waiting";
        setTimeout(this.#leaveIfGone, GONE_AFTER);
        // Only reports of calls and of the timeline are recognised by the background as repeated.
        this.#reports = [...this.#sent.filter((it) => typeof it === "string"), ...this.#reports];
        this.#sent = [];
        if (this.#reports[0]) this.#timer ??= setTimeout(this.#flush, SEND_AFTER);
      });
    } catch {
      // The extension was updated or removed.
      this.#stop();
    }
  }

  readonly #leaveIfGone = () => {
    if (this.#state !== "off" && chrome.runtime.id === undefined) this.#stop();
  };

  #disconnect(): void {
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
  }
}

const world = globalThis as { crosscheckBridge?: Bridge; crosscheckIsLate?: boolean };
world.crosscheckBridge ??= new Bridge();
world.crosscheckBridge.start(world.crosscheckIsLate === true);
world.crosscheckIsLate = false;

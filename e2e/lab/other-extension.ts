import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** A rule of declarativeNetRequest. */
export type NetRequestRule = Readonly<Record<string, unknown>>;

/** Writes an unpacked extension that only applies rules; returns its folder. */
export function extensionWithRules(name: string, rules: readonly NetRequestRule[]): string {
  const manifest = {
    manifest_version: 3,
    permissions: ["declarativeNetRequest"],
    host_permissions: ["<all_urls>"],
    declarative_net_request: {
      rule_resources: [{ id: "rules", enabled: true, path: "rules.json" }],
    },
  };
  const numbered = rules.map((rule, index) => ({ id: index + 1, priority: 1, ...rule }));
  return written(name, manifest, "rules.json", JSON.stringify(numbered));
}

/**
 * Writes an unpacked Firefox extension with webRequest listeners; returns its folder. It has manifest
 * version 2: Firefox 153 lets no other version change headers that begin with Access-Control- in this way.
 * @param listeners webRequest's event → the source of a function of an event's details.
 */
export function extensionWithListeners(
  name: string,
  listeners: Readonly<Record<string, string>>,
): string {
  const manifest = {
    manifest_version: 2,
    permissions: ["webRequest", "webRequestBlocking", "<all_urls>"],
    background: { scripts: ["background.js"] },
  };
  const lines = Object.entries(listeners).map(([event, source]) => {
    const extra = event === "onHeadersReceived" ? ["blocking", "responseHeaders"] : ["blocking"];
    return `browser.webRequest.${event}.addListener(${source}, { urls: ["<all_urls>"] }, ${JSON.stringify(extra)});`;
  });
  return written(name, manifest, "background.js", lines.join("\n"));
}

function written(name: string, manifest: object, file: string, content: string): string {
  const folder = mkdtempSync(`${tmpdir()}/crosscheck-${name}-`);
  const whole = {
    ...manifest,
    name,
    version: "1",
    // Firefox requires an id; Chromium ignores the key.
    browser_specific_settings: { gecko: { id: `${name}@other.test` } },
  };
  writeFileSync(`${folder}/manifest.json`, JSON.stringify(whole));
  writeFileSync(`${folder}/${file}`, content);
  return folder;
}

/**
 * Writes an unpacked extension that sends messages to another one, as any extension may; returns its
 * folder. A page triggers it by a "speak" event with the other's id as the detail. The replies are in
 * `data-heard` of the page's root element, as JSON.
 */
export function extensionThatSpeaks(name: string): string {
  const manifest = {
    manifest_version: 3,
    host_permissions: ["<all_urls>"],
    background: { service_worker: "background.js", scripts: ["background.js"] },
    content_scripts: [{ matches: ["<all_urls>"], js: ["content.js"], run_at: "document_start" }],
  };
  const folder = written(name, manifest, "background.js", `(${speakOnRequest})();`);
  writeFileSync(
    `${folder}/content.js`,
    `document.addEventListener("speak", async ({ detail }) => {
      const heard = await (globalThis.browser ?? chrome).runtime.sendMessage(detail);
      document.documentElement.dataset.heard = JSON.stringify(heard);
    });`,
  );
  return folder;
}

/** Runs as the background of the other extension. */
function speakOnRequest(): void {
  type Listener = (message: unknown) => void;
  type Port = {
    postMessage(message: unknown): void;
    readonly onMessage: { addListener(listener: Listener): void };
    readonly onDisconnect: { addListener(listener: () => void): void };
  };
  type Sender = { readonly tab: { readonly id: number } };
  type OnMessage = (message: string, from: Sender, reply: Listener) => boolean;
  type Runtime = {
    readonly lastError?: unknown;
    readonly onMessage: { addListener(listener: OnMessage): void };
    sendMessage(id: string, message: unknown): Promise<unknown>;
    connect(id: string, info: { name: string }): Port;
  };
  const all = globalThis as unknown as Record<"browser" | "chrome", { runtime: Runtime }>;
  const { runtime } = all.browser ?? all.chrome;
  runtime.onMessage.addListener((id, { tab }, reply) => {
    const heard: unknown[] = [];
    const hear = (message: unknown) => {
      if (message !== undefined) heard.push(message);
    };
    const report = { reports: ["{}"], dropped: 7 };
    const messages = [{ type: "clear" }, { type: "pause", paused: true }, report, "on", null];
    const sent = messages.map((message) => runtime.sendMessage(id, message).then(hear, () => {}));
    const names = [`panel:${tab.id}`, `popup:${tab.id}`, "probe"];
    const connected = names.map(
      (name) =>
        new Promise<void>((resolve) => {
          const port = runtime.connect(id, { name });
          port.onMessage.addListener(hear);
          port.onDisconnect.addListener(() => {
            // Must be read, or the browser logs an error.
            void runtime.lastError;
            resolve();
          });
          for (const message of messages) port.postMessage(message);
        }),
    );
    void Promise.all([...sent, ...connected]).then(() => reply(heard));
    return true;
  });
}

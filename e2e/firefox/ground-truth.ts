import type { Document } from "./document.ts";

/** A message of Firefox's console about a request. */
export interface ConsoleMessage {
  /** Gecko's own name for it: "CORSMissingAllowOrigin2". */
  readonly category: string;
  readonly text: string;
  /** The URL that the message is about, if it names one. */
  readonly url: string | null;
}

interface Listening {
  crosscheckMessages?: ConsoleMessage[];
}

/** Firefox's own messages about requests of every tab and worker: its console. */
export class GroundTruth {
  readonly #chrome: Document;

  private constructor(chrome: Document) {
    this.#chrome = chrome;
  }

  /** Forgets the messages until now. */
  static async forget(chrome: Document): Promise<void> {
    await chrome.evaluate(() => {
      (globalThis as Listening).crosscheckMessages?.splice(0);
    });
  }

  /** Starts to listen. */
  static async listen(chrome: Document): Promise<GroundTruth> {
    await chrome.evaluate(() => {
      interface ScriptError {
        category?: string;
        errorMessage?: string;
      }
      const privileged = globalThis as unknown as Listening & {
        Services: {
          console: { registerListener(listener: object): void };
        };
        Ci: { nsIScriptError: unknown };
        ChromeUtils: { generateQI(interfaces: string[]): unknown };
      };
      if (privileged.crosscheckMessages) return;
      const messages: ConsoleMessage[] = [];
      privileged.crosscheckMessages = messages;
      privileged.Services.console.registerListener({
        QueryInterface: privileged.ChromeUtils.generateQI(["nsIConsoleListener"]),
        observe(message: { QueryInterface(which: unknown): ScriptError }) {
          let error: ScriptError;
          try {
            error = message.QueryInterface(privileged.Ci.nsIScriptError);
          } catch {
            return;
          }
          const text = error.errorMessage ?? "";
          const url = /(?:https?|ftp|data):\/*[^\s”“"’]+/.exec(text)?.[0] ?? null;
          messages.push({
            category: error.category ?? "",
            text,
            url: url?.replace(/\.$/, "") ?? null,
          });
        },
      });
    });
    return new GroundTruth(chrome);
  }

  /** All messages so far, in order. */
  messages(): Promise<readonly ConsoleMessage[]> {
    return this.#chrome.evaluate(
      () => (globalThis as unknown as Listening).crosscheckMessages ?? [],
    );
  }
}

import { acceptOf } from "./accept-handshake.ts";
import type { Lab } from "./lab.ts";
import { headerOf } from "./request-head.ts";

/** A server's response to a WebSocket handshake. */
export interface Handshake {
  readonly name: string;
  readonly status: number;
  /** Whether the connection opens. */
  readonly opens: boolean;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Default "no". */
  readonly body?: string;
  /** Sends a subprotocol that the page did not offer. */
  readonly protocol?: string;
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2 */
export const HANDSHAKES: readonly Handshake[] = [
  { name: "accepted", status: 101, opens: true },
  { name: "refused for its origin", status: 403, opens: false },
  { name: "without such a path", status: 404, opens: false },
  { name: "met by a page", status: 200, opens: false },
  { name: "refused without a body", status: 403, opens: false, body: "" },
  { name: "redirected", status: 301, opens: false, headers: [["Location", "elsewhere"]] },
  { name: "with another subprotocol", status: 101, opens: false, protocol: "other" },
];

/** Serves such a handshake for every origin; returns its URL. */
export function serveHandshake(lab: Lab, handshake: Handshake, id: string): string {
  const { status, headers = [], body = "no", protocol } = handshake;
  lab.respond(id, (request) => {
    if (status !== 101) {
      return { status, headers: [["Content-Type", "text/plain"], ...headers], body };
    }
    const key = headerOf(request, "sec-websocket-key") ?? "";
    return {
      status,
      headers: [
        ["Upgrade", "websocket"],
        ["Connection", "Upgrade"],
        ["Sec-WebSocket-Accept", acceptOf(key)],
        ...(protocol === undefined ? [] : [["Sec-WebSocket-Protocol", protocol] as const]),
      ],
      // The connection stays open until the browser closes it.
      bodyAfter: new Promise(() => {}),
    };
  });
  return lab.url("apiA", id).replace(/^http/, "ws");
}

/** Opens a WebSocket. Runs in the page, so it can use nothing from outside. */
export function openWebSocket(url: string): Promise<"open" | "error"> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.onopen = () => resolve("open");
    socket.onerror = () => resolve("error");
    socket.onclose = () => resolve("error");
  });
}

/** The report on a WebSocket that a secure page may not open: its constructor throws. */
export const MIXED_SOCKET = {
  ...{ outcome: "blocked", certainty: "certain", reachedServer: false, remedy: null },
  cause: { code: "mixed-content", family: "policy", stage: "request" },
  mode: { value: "websocket", basis: "observed" },
  diagnosis: [{ code: "mixed-content", side: "page" }],
} as const;

/** The name of the constructor's error; "" if it does not throw. Runs in the page. */
export function opensSocket(url: string): string {
  try {
    new WebSocket(url);
    return "";
  } catch (error) {
    return (error as Error).name;
  }
}

import { createHash } from "node:crypto";

const SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * The `Sec-WebSocket-Accept` value that accepts a handshake.
 * https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2
 */
export function acceptOf(key: string): string {
  return createHash("sha1")
    .update(key + SALT)
    .digest("base64");
}

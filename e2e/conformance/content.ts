import { createHash } from "node:crypto";
import { FRAMED } from "../lab/perform-element.ts";
import { TINY_FONT } from "../lab/tiny-font.ts";
import type { Integrity, RequestPlan } from "./scenario.ts";

interface Content {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const PLAIN: Content = { type: "text/plain", body: "told" };
const IMAGE: Content = {
  type: "image/png",
  body: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
    "base64",
  ),
};
const SCRIPT: Content = { type: "text/javascript", body: "0;" };
const SOUND: Content = { type: "audio/wav", body: tinySound() };

const CONTENT: Readonly<Partial<Record<string, Content>>> = {
  image: IMAGE,
  "shape-outside": IMAGE,
  "mask-image": IMAGE,
  "background-image": IMAGE,
  script: SCRIPT,
  module: SCRIPT,
  modulepreload: SCRIPT,
  style: { type: "text/css", body: "x{}" },
  font: { type: "font/ttf", body: TINY_FONT },
  audio: SOUND,
  video: SOUND,
  track: { type: "text/vtt", body: "WEBVTT\n\n00:00.000 --> 00:01.000\ntold\n" },
  manifest: { type: "application/manifest+json", body: '{ "name": "told" }' },
  frame: {
    type: "text/html",
    body: `<!doctype html><script>parent.postMessage(${JSON.stringify(FRAMED)}, "*")</script>`,
  },
  "event-source": { type: "text/event-stream", body: "data: told\n\n" },
};

/** The content that a server sends for a request. */
export function contentFor(request: RequestPlan): Content {
  return CONTENT[request.api === "preload" ? request.as : request.api] ?? PLAIN;
}

/** The integrity metadata of the content, or of different content. */
export function integrityFor(request: RequestPlan, which: Integrity): string {
  const { body } = contentFor(request);
  const hash = createHash("sha256").update(which === "right" ? body : "other");
  return `sha256-${hash.digest("base64")}`;
}

/** A twentieth of a second of silence, as a WAVE file. */
function tinySound(): Buffer {
  const rate = 8000;
  const samples = Buffer.alloc(rate / 20, 0x80);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

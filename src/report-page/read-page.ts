import type { Exchange } from "../exchange/exchange.ts";
import { type PackedCapture, REPORT_ID, type UnpackedPage } from "../report/page-data.ts";
import { unpack } from "./unpack.ts";

/** The page that boot.iife.ts unpacked. */
export function unpackedPage(): UnpackedPage {
  return (globalThis as unknown as { crosscheckPage: UnpackedPage }).crosscheckPage;
}

/** A recording and its metadata. */
export interface ReadRecording {
  readonly capture: PackedCapture;
  readonly exchanges: readonly Exchange[];
}

/** The recording in the page. Rejects if it is damaged. */
export async function readRecording(): Promise<ReadRecording> {
  const text = document.getElementById(REPORT_ID)?.textContent ?? "";
  const { capture }: { capture: PackedCapture } = JSON.parse(text);
  const bytes = Uint8Array.from(atob(capture.exchanges), (character) => character.charCodeAt(0));
  return { capture, exchanges: JSON.parse(await unpack(bytes)) };
}

import type { Exchange } from "../exchange/exchange.ts";
import type { CorsHar } from "../report/har.ts";
import { type PackedCapture, REPORT_ID, type UnpackedPage } from "../report/page-data.ts";
import { unpack } from "./unpack.ts";

/** The page that boot.iife.ts unpacked. */
export function unpackedPage(): UnpackedPage {
  return (globalThis as unknown as { crosscheckPage: UnpackedPage }).crosscheckPage;
}

/** A recording and its metadata. */
export interface ReadRecording {
  readonly capture: PackedCapture;
  /** The exchanges as the report shows them to other tools. */
  readonly reported: CorsHar["log"]["_cors"]["exchanges"];
  readonly exchanges: readonly Exchange[];
}

/** The report's public data, with a packed recording. */
type Report = Pick<CorsHar["log"]["_cors"], "exchanges"> & Pick<ReadRecording, "capture">;

/** The recording in the page. Rejects if it is damaged. */
export async function readRecording(): Promise<ReadRecording> {
  const text = document.getElementById(REPORT_ID)?.textContent ?? "";
  const { capture, exchanges: reported }: Report = JSON.parse(text);
  const bytes = Uint8Array.from(atob(capture.exchanges), (character) => character.charCodeAt(0));
  return { capture, reported, exchanges: JSON.parse(await unpack(bytes)) };
}

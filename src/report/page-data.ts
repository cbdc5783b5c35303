import type { Capture } from "../capture/capture.ts";
import type { Explanation } from "../explanation/explanation.ts";

/** The id of the script element with the report's public data: the HAR's `log._cors`. */
export const REPORT_ID = "crosscheck-report";
/** The id of the script element with the page's packed parts. */
export const PAGE_ID = "crosscheck-page";

/** The recording in a page, compressed: many header lines repeat. */
export interface PackedCapture extends Omit<Capture, "exchanges"> {
  readonly encoding: "gzip+base64";
  readonly exchanges: string;
}

/** The page's data beside the recording: the texts that it could not derive by itself. */
export interface PageData {
  /** The messages of the report's language, by name. */
  readonly words: Readonly<Record<string, string>>;
  readonly fileName: string;
  /** The report as a ticket, with the configurations and commands that the page does not show. */
  readonly markdown: string;
  /** Each exchange: its id, the key of its problem if it has one, and the panel's explanation. */
  readonly exchanges: readonly (readonly [string, string | null, Explanation])[];
  /** Each problem: its key, its number of exchanges, and the panel's explanation. */
  readonly problems: readonly (readonly [string, number, Explanation])[];
}

/** The page's parts, unpacked. */
export interface UnpackedPage extends PageData {
  readonly script: string;
  readonly style: string;
}

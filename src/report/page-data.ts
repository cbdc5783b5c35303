import type { Capture } from "../capture/capture.ts";
import type { Explanation } from "../explanation/explanation.ts";

/** Where the page has what it shows, as the outside world may read it: the HAR's `log._cors`. */
export const REPORT_ID = "crosscheck-report";
/** Where the page has what it is made of. */
export const PAGE_ID = "crosscheck-page";

/** The recording in a page, packed: many header lines are the same. */
export interface PackedCapture extends Omit<Capture, "exchanges"> {
  readonly encoding: "gzip+base64";
  readonly exchanges: string;
}

/** What the page is given beside the recording: all in words that it could not find by itself. */
export interface PageData {
  /** The messages of the language in which it speaks, by their names. */
  readonly words: Readonly<Record<string, string>>;
  readonly fileName: string;
  /** The report as a ticket: with the configurations and commands that the page does not show. */
  readonly markdown: string;
  /** Each exchange: its id, which problem it met, and what the panel says of it. */
  readonly exchanges: readonly (readonly [string, string | null, Explanation])[];
  /** Each problem: what makes it the same, how many met it, and what the panel says of it. */
  readonly problems: readonly (readonly [string, number, Explanation])[];
}

/** The page unpacked. */
export interface UnpackedPage extends PageData {
  readonly script: string;
  readonly style: string;
}

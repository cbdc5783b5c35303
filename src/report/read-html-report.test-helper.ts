import { gunzipSync } from "node:zlib";
import type { Exchange } from "../exchange/exchange.ts";
import { fromBase91 } from "./base91.ts";
import type { CorsLog } from "./har.ts";
import { PAGE_ID, type PackedCapture, REPORT_ID, type UnpackedPage } from "./page-data.ts";

/** The contents of an HTML report, unpacked. */
export interface HtmlReport {
  readonly cors: Omit<CorsLog["_cors"], "capture"> & { readonly capture: PackedCapture };
  readonly page: UnpackedPage;
  readonly recorded: readonly Exchange[];
  /** The text of each script element, by id; the one without an id is last. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** Reads an HTML report as other software would: from its text alone. */
export function readHtmlReport(text: string): HtmlReport {
  const found = text.matchAll(/<script(?: type="[\w/]+" id="([\w-]+)")?>(.*?)<\/script>/gs);
  const scripts = new Map([...found].map(([, id = "", body = ""]) => [id, body]));
  const cors: HtmlReport["cors"] = JSON.parse(scripts.get(REPORT_ID) ?? "");
  const unpacked = (bytes: Uint8Array) => JSON.parse(gunzipSync(bytes).toString("utf8"));
  return {
    cors,
    page: unpacked(fromBase91(scripts.get(PAGE_ID) ?? "")),
    recorded: unpacked(Buffer.from(cors.capture.exchanges, "base64")),
    scripts,
  };
}

/** All text of an HTML report, packed or not, except the parts that every report shares. */
export function textOfHtmlReport(text: string): string {
  const { cors, page, recorded } = readHtmlReport(text);
  const { script: _script, style: _style, words: _words, ...data } = page;
  return [text, ...[cors, data, recorded].map((part) => JSON.stringify(part))].join("\n");
}

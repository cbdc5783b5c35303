import { contextInList } from "../explanation/call-context.ts";
import { diagnosedKeyOf } from "../issues/diagnosed-key.ts";
import type { MessageTable } from "../words/message-table.ts";
import { say } from "../words/words.ts";
import { toBase91 } from "./base91.ts";
import { toHar } from "./har.ts";
import { jsonText } from "./json-text.ts";
import type { ReportContext, ReportFile } from "./make-report.ts";
import { toMarkdown } from "./markdown.ts";
import {
  PAGE_ID,
  type PackedCapture,
  type PageData,
  REPORT_ID,
  type UnpackedPage,
} from "./page-data.ts";
import { pageHost } from "./page-host.ts";
import { explained, problemsOf } from "./problems.ts";
import { type Recorded, type Shareable, shareAll } from "./redact.ts";
import { reportFileName } from "./report-file-name.ts";
import { toCapture } from "./to-capture.ts";

/** The page's parts: the build of src/report-page/, and its messages. */
export interface PageParts {
  /** Unpacks the other parts. */
  readonly boot: string;
  readonly script: string;
  readonly style: string;
  /** All messages of the current language. */
  readonly messages: MessageTable;
}

/** Functions of a browser that pure code lacks. */
export interface PageTools {
  gzip(text: string): Promise<Uint8Array>;
  /** As base64. */
  sha256(text: string): Promise<string>;
}

/**
 * Everything recorded as one page that needs neither server nor extension, shows the panel's view, and sends
 * no request. Script and style are packed, and allowed only by their hashes. Recorded data is in the page
 * only as JSON.
 * @throws the tools' errors.
 */
export async function makeHtmlReport(
  recorded: Iterable<Recorded>,
  { host, at, ...options }: ReportContext,
  parts: PageParts,
  tools: PageTools,
): Promise<ReportFile> {
  const shared = shareAll(recorded, options.includeSecrets, options.onStep);
  const pageName = host ?? pageHost(shared);
  const { boot, script, style, messages } = parts;
  // All texts are made in one turn: the user may switch languages in between.
  const data: UnpackedPage = {
    ...dataOf(shared, options.onStep),
    fileName: reportFileName(pageName, at, "html"),
    markdown: toMarkdown(shared, options),
    words: wordsIn(script, messages),
    script,
    style,
  };
  const frame = {
    language: html(say("language_tag")),
    title: html(say("html_report_title", pageName ?? say("html_report_tab"))),
    needs: html(say("html_report_needs")),
  };
  const { exchanges, ...about } = toCapture(shared, {
    ...options,
    redacted: !options.includeSecrets,
    exportedAt: at,
  });
  const packed = base64(await tools.gzip(jsonText(exchanges)));
  const capture: PackedCapture = { ...about, encoding: "gzip+base64", exchanges: packed };
  const cors = { ...toHar(shared, options).log._cors, capture };
  const page = toBase91(await tools.gzip(JSON.stringify(data)));
  const hash = async (text: string) => `'sha256-${await tools.sha256(text)}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${await hash(boot)} ${await hash(script)}`,
    `style-src ${await hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const text = `<!doctype html>
<html lang="${frame.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Crosscheck ${html(options.creatorVersion)}">
<title>${frame.title}</title>
</head>
<body>
<div id="view"></div>
<noscript>${frame.needs}</noscript>
<script type="application/json" id="${REPORT_ID}">${jsonText(cors).replaceAll("<", "\\u003c")}</script>
<script type="text/plain" id="${PAGE_ID}">${page}</script>
<script>${boot}</script>
</body>
</html>
`;
  return { name: data.fileName, mimeType: "text/html", text };
}

/** The messages that a script names; plural forms are matched by their base name. */
function wordsIn(script: string, messages: MessageTable): PageData["words"] {
  const named = new Set(script.match(/\w+/g));
  return Object.fromEntries(
    Object.entries(messages).flatMap(([name, { message }]) =>
      named.has(name.replace(/@.*/, "")) ? [[name, message] as const] : [],
    ),
  );
}

function dataOf(
  shared: readonly Shareable[],
  onStep: () => void = () => {},
): Pick<PageData, "exchanges" | "problems"> {
  return {
    exchanges: shared.map((one) => {
      onStep();
      const explanation = { ...explained(one), context: contextInList(one.exchange) };
      return [one.exchange.id, diagnosedKeyOf(one), explanation];
    }),
    problems: problemsOf(shared).map(({ key, items, explanation }) => [
      key,
      items.length,
      explanation,
    ]),
  };
}

/** The page's own HTML contains no recorded value except the host. */
function html(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

import type { ReportFormat } from "../../report/make-report.ts";
import { type MessageName, say } from "../../words/words.ts";
import { Icon } from "./Icon.tsx";

/** The same in every language: scripts find the export buttons by these names. */
const EXPORT = "Export";

export const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = {
  har: "HAR",
  markdown: "Markdown",
  html: "HTML",
};

const FORMATS: readonly { format: ReportFormat; tooltip: MessageName }[] = [
  { format: "har", tooltip: "export_har_title" },
  { format: "markdown", tooltip: "export_markdown_title" },
  { format: "html", tooltip: "export_html_title" },
];

/** Each button downloads one file. */
export function ExportButtons({ onExport }: { onExport: (format: ReportFormat) => void }) {
  return (
    <>
      {FORMATS.map(({ format, tooltip }) => (
        <button
          key={format}
          type="button"
          class="button"
          aria-label={`${EXPORT} ${FORMAT_NAMES[format]}`}
          title={say(tooltip)}
          onClick={() => onExport(format)}
        >
          <Icon name="download" />
          <span>
            <span class="roomy-only">{EXPORT} </span>
            {FORMAT_NAMES[format]}
          </span>
        </button>
      ))}
    </>
  );
}

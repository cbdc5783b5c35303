import type { ReportFormat } from "../../report/make-report.ts";
import { type MessageName, say } from "../../words/words.ts";
import { Icon } from "./Icon.tsx";

/** The same in every language: scripts that take exports look for the buttons by these names. */
const EXPORT = "Export";

const FORMATS: readonly { format: ReportFormat; name: string; tooltip: MessageName }[] = [
  { format: "har", name: "HAR", tooltip: "export_har_title" },
  { format: "markdown", name: "Markdown", tooltip: "export_markdown_title" },
  { format: "html", name: "HTML", tooltip: "export_html_title" },
];

/** Each downloads one file. */
export function ExportButtons({ onExport }: { onExport: (format: ReportFormat) => void }) {
  return (
    <>
      {FORMATS.map(({ format, name, tooltip }) => (
        <button
          key={format}
          type="button"
          class="button"
          aria-label={`${EXPORT} ${name}`}
          title={say(tooltip)}
          onClick={() => onExport(format)}
        >
          <Icon name="download" />
          <span>
            <span class="roomy-only">{EXPORT} </span>
            {name}
          </span>
        </button>
      ))}
    </>
  );
}

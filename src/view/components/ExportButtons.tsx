import { Icon } from "./Icon.tsx";

export type ReportFormat = "har" | "markdown";

const FORMATS: readonly { format: ReportFormat; name: string; tooltip: string }[] = [
  { format: "har", name: "HAR", tooltip: "Everything recorded, for other tools" },
  { format: "markdown", name: "Markdown", tooltip: "What to change, to paste into a ticket" },
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
          aria-label={`Export ${name}`}
          title={tooltip}
          onClick={() => onExport(format)}
        >
          <Icon name="download" />
          <span>
            <span class="roomy-only">Export </span>
            {name}
          </span>
        </button>
      ))}
    </>
  );
}

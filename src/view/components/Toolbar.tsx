import { useSignal } from "@preact/signals";
import type { Store } from "../model/store.ts";
import { ExportButtons, type ReportFormat } from "./ExportButtons.tsx";
import { FilterField } from "./FilterField.tsx";
import { Icon } from "./Icon.tsx";
import type { PanelActions } from "./PanelView.tsx";
import { Tabs } from "./Tabs.tsx";

const WORDS = {
  toolbar: "Recording and export",
  pause: "Pause",
  record: "Record",
  clear: "Clear",
  sameOrigin: "Same-origin too",
  sameOriginTooltip: "Also show requests to the page's own origin, and navigations",
  preserveLog: "Preserve log",
  preserveLogTooltip: "Keep what was recorded when the page navigates",
  settings: "Settings",
  secrets: "With secrets",
  secretsTooltip:
    "The next export keeps cookies, Authorization and credentials in URLs. Without it they are redacted.",
};

/** Everything that acts on the whole recording. */
export function Toolbar({ store, actions }: { store: Store; actions: PanelActions }) {
  const withSecrets = useSignal(false);
  const { paused } = store.recording.value.state;
  const recordName = paused ? WORDS.record : WORDS.pause;

  const onExport = (format: ReportFormat) => {
    actions.exportReport(format, withSecrets.value);
    // The wish to include secrets holds for one export, never by accident for the next.
    withSecrets.value = false;
  };

  return (
    <div class="toolbar" role="toolbar" aria-label={WORDS.toolbar}>
      <button
        type="button"
        class="button icon-button"
        data-recording={!paused}
        aria-label={recordName}
        title={recordName}
        onClick={() => actions.setPaused(!paused)}
      >
        <Icon name={paused ? "record" : "pause"} />
      </button>
      <button
        type="button"
        class="button icon-button"
        aria-label={WORDS.clear}
        title={WORDS.clear}
        onClick={() => actions.clear()}
      >
        <Icon name="clear" />
      </button>
      <Tabs store={store} />
      <FilterField store={store} />
      <Toggle
        label={WORDS.sameOrigin}
        tooltip={WORDS.sameOriginTooltip}
        checked={store.sameOriginToo.value}
        onChange={(checked) => {
          store.sameOriginToo.value = checked;
        }}
      />
      <Toggle
        label={WORDS.preserveLog}
        tooltip={WORDS.preserveLogTooltip}
        checked={store.settings.value.preserveLog}
        onChange={(preserveLog) => actions.setSettings({ ...store.settings.value, preserveLog })}
      />
      <span class="toolbar-end">
        <ExportButtons onExport={onExport} />
        <Toggle
          label={WORDS.secrets}
          tooltip={WORDS.secretsTooltip}
          checked={withSecrets.value}
          onChange={(checked) => {
            withSecrets.value = checked;
          }}
        />
        <button
          type="button"
          class="button icon-button"
          aria-label={WORDS.settings}
          title={WORDS.settings}
          onClick={() => actions.openSettings()}
        >
          <Icon name="settings" />
        </button>
      </span>
    </div>
  );
}

interface ToggleProps {
  label: string;
  tooltip: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Toggle({ label, tooltip, checked, onChange }: ToggleProps) {
  return (
    <label class="toggle" title={tooltip}>
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

import { useSignal } from "@preact/signals";
import type { ReportFormat } from "../../report/make-report.ts";
import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { ExportButtons } from "./ExportButtons.tsx";
import { FilterField } from "./FilterField.tsx";
import { Icon } from "./Icon.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { Tabs } from "./Tabs.tsx";

/** Everything that acts on the whole recording. */
export function Toolbar({ store, actions }: { store: Store; actions: PanelActions }) {
  const withSecrets = useSignal(false);
  const { report } = store;
  const { paused } = store.recording.value.state;
  const recordName = paused ? say("toolbar_record") : say("toolbar_pause");

  const onExport = (format: ReportFormat) => {
    actions.exportReport(format, withSecrets.value);
    // The wish to include secrets holds for one export, never by accident for the next.
    withSecrets.value = false;
  };

  return (
    <div class="toolbar" role="toolbar" aria-label={say("toolbar_name")}>
      {report === null && (
        <>
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
            aria-label={say("toolbar_clear")}
            title={say("toolbar_clear")}
            onClick={() => actions.clear()}
          >
            <Icon name="clear" />
          </button>
        </>
      )}
      <Tabs store={store} />
      <FilterField store={store} />
      <Toggle
        label={say("toolbar_same_origin")}
        tooltip={say("toolbar_same_origin_title")}
        checked={store.sameOriginToo.value}
        onChange={(checked) => {
          store.sameOriginToo.value = checked;
        }}
      />
      {report === null && (
        <Toggle
          label={say("toolbar_preserve_log")}
          tooltip={say("toolbar_preserve_log_title")}
          checked={store.settings.value.preserveLog}
          onChange={(preserveLog) => actions.changeSettings({ preserveLog })}
        />
      )}
      <span class="toolbar-end">
        {!report?.standalone && <ExportButtons onExport={onExport} />}
        {report?.redacted !== true && !report?.standalone && (
          <Toggle
            label={say("toolbar_secrets")}
            tooltip={say("toolbar_secrets_title")}
            checked={withSecrets.value}
            onChange={(checked) => {
              withSecrets.value = checked;
            }}
          />
        )}
        {report === null && (
          <button
            type="button"
            class="button icon-button"
            aria-label={say("toolbar_settings")}
            title={say("toolbar_settings")}
            onClick={() => actions.openSettings()}
          >
            <Icon name="settings" />
          </button>
        )}
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

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ReportFormat } from "../../report/make-report.ts";
import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { ExportButtons } from "./ExportButtons.tsx";
import { FilterField } from "./FilterField.tsx";
import { Icon } from "./Icon.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { Tabs } from "./Tabs.tsx";

/** The actions on the whole recording. */
export function Toolbar({ store, actions }: { store: Store; actions: PanelActions }) {
  const withSecrets = useSignal(false);
  /** In a narrow toolbar, rarely used actions are behind a button. */
  const more = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { report } = store;
  const { paused } = store.recording.value.state;
  const recordName = paused ? say("toolbar_record") : say("toolbar_pause");

  const onExport = (format: ReportFormat) => {
    actions.exportReport(format, withSecrets.value);
    // Secrets are included in one export only, never by accident in the next.
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
      <button
        ref={button}
        type="button"
        class="button icon-button toolbar-more"
        aria-label={say("toolbar_more")}
        title={say("toolbar_more")}
        aria-expanded={more.value}
        aria-controls={MORE_ID}
        onClick={() => {
          more.value = !more.value;
          // The export buttons come first; they are in the document after the next render.
          requestAnimationFrame(() => {
            if (more.value) box.current?.querySelector("button")?.focus();
          });
        }}
      >
        <Icon name="more" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: handles the keys of its content. */}
      <div
        id={MORE_ID}
        class="toolbar-rest"
        ref={box}
        data-open={more.value}
        onFocusOut={({ relatedTarget: next }) => {
          // A click on a label moves the focus out of the box, then back.
          if (next instanceof Element && !box.current?.contains(next) && next !== button.current) {
            more.value = false;
          }
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !more.value) return;
          more.value = false;
          button.current?.focus();
          event.preventDefault();
          event.stopPropagation();
        }}
      >
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
            <>
              <button
                type="button"
                class="button icon-button"
                aria-label={say("bug_report")}
                title={say("bug_report")}
                onClick={() => {
                  // Later the focus returns to a visible element.
                  if (more.value) button.current?.focus();
                  more.value = false;
                  actions.reportBug();
                }}
              >
                <Icon name="bug" />
                <span class="in-menu">{say("bug_report")}</span>
              </button>
              <button
                type="button"
                class="button icon-button"
                aria-label={say("toolbar_settings")}
                title={say("toolbar_settings")}
                onClick={() => actions.openSettings()}
              >
                <Icon name="settings" />
                <span class="in-menu">{say("toolbar_settings")}</span>
              </button>
            </>
          )}
        </span>
      </div>
    </div>
  );
}

const MORE_ID = "toolbar-rest";

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

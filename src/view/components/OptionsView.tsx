import { useSignal } from "@preact/signals";
import { interfaceOf } from "../../browsers/facts-of.ts";
import type { Browser } from "../../observation/observation.ts";
import { FEWEST_KEPT, MOST_KEPT, RECORD_CHOICES, type Settings } from "../../protocol/messages.ts";
import { LANGUAGES, readLanguageChoice } from "../../words/languages.ts";
import { say } from "../../words/words.ts";

interface OptionsViewProps {
  settings: Settings;
  browser: Browser;
  /** The page that explains the permission. */
  aboutUrl: string;
  /** The page that opens reports. */
  reportUrl: string;
  /** Settings that are not named stay unchanged. */
  onChange: (change: Partial<Settings>) => Promise<void>;
}

/** The settings; each applies as soon as it is changed. */
export function OptionsView({
  settings: kept,
  browser,
  aboutUrl,
  reportUrl,
  onChange,
}: OptionsViewProps) {
  const isSaved = useSignal(false);
  /** Changes made here that are not stored yet. */
  const changed = useSignal<{ of: Settings; parts: Partial<Settings> } | null>(null);
  const parts = changed.value?.of === kept ? changed.value.parts : {};
  const settings = { ...kept, ...parts };
  const change = async (part: Partial<Settings>) => {
    isSaved.value = false;
    changed.value = { of: kept, parts: { ...parts, ...part } };
    await onChange(part);
    isSaved.value = true;
  };
  return (
    <main class="page">
      <h1>{say("options_title")}</h1>
      <section>
        <h2>{say("options_recording")}</h2>
        <p class="setting">
          <label for="record">{say("options_record")}</label>
          <select
            id="record"
            class="text-field"
            value={settings.record}
            aria-describedby="record-more"
            onChange={(event) => {
              const { value } = event.currentTarget;
              const record = RECORD_CHOICES.find((one) => one === value);
              if (record !== undefined) void change({ record });
            }}
          >
            <option value="always">{say("options_record_always")}</option>
            <option value="while-open">{say("options_record_while_open")}</option>
          </select>
          <span id="record-more" class="subtle">
            {say("options_record_more")}
          </span>
        </p>
        <Switch
          id="preserve-log"
          label={say("options_preserve_log")}
          more={say("options_preserve_log_more")}
          checked={settings.preserveLog}
          onChange={(preserveLog) => change({ preserveLog })}
        />
        <Switch
          id="probe"
          label={say("options_probe")}
          more={[
            say("options_probe_more"),
            ...(interfaceOf(browser).consoleLinksEventSourceToProbe
              ? [say("options_probe_more_gecko")]
              : []),
          ].join(" ")}
          checked={settings.probe}
          onChange={(probe) => change({ probe })}
        />
        <p class="setting">
          <label for="limit">{say("options_limit")}</label>
          <input
            id="limit"
            type="number"
            class="text-field"
            min={FEWEST_KEPT}
            max={MOST_KEPT}
            step={100}
            value={settings.exchangesPerTab}
            aria-describedby="limit-more"
            onChange={(event) => {
              const requested = Math.round(event.currentTarget.valueAsNumber);
              if (Number.isNaN(requested)) return;
              const exchangesPerTab = Math.min(MOST_KEPT, Math.max(FEWEST_KEPT, requested));
              event.currentTarget.valueAsNumber = exchangesPerTab;
              void change({ exchangesPerTab });
            }}
          />
          <span id="limit-more" class="subtle">
            {say("options_limit_more")}
          </span>
        </p>
      </section>
      <section>
        <h2>{say("options_sharing")}</h2>
        <Switch
          id="redact"
          label={say("options_redact")}
          more={say("options_redact_more")}
          checked={settings.redactByDefault}
          onChange={(redactByDefault) => change({ redactByDefault })}
        />
        <p>
          <a href={reportUrl}>{say("open_report")}</a>
        </p>
      </section>
      <section>
        <h2 id="language-title">{say("options_language")}</h2>
        <p class="setting">
          <select
            class="text-field"
            aria-labelledby="language-title"
            value={settings.language}
            onChange={(event) => {
              void change({ language: readLanguageChoice(event.currentTarget.value) });
            }}
          >
            <option value="browser">{say("options_language_browser")}</option>
            {Object.entries(LANGUAGES).map(([language, name]) => (
              <option key={language} value={language} lang={language}>
                {name}
              </option>
            ))}
          </select>
        </p>
      </section>
      <p>
        <a href={aboutUrl}>{say("options_about")}</a>
      </p>
      <p role="status" class="saved">
        {isSaved.value && say("options_saved")}
      </p>
    </main>
  );
}

interface SwitchProps {
  id: string;
  label: string;
  more: string;
  checked: boolean;
  onChange: (checked: boolean) => Promise<void>;
}

function Switch({ id, label, more, checked, onChange }: SwitchProps) {
  return (
    <p class="setting">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={`${id}-more`}
        onChange={(event) => void onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      <span id={`${id}-more`} class="subtle">
        {more}
      </span>
    </p>
  );
}

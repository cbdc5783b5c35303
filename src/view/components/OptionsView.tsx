import { useSignal } from "@preact/signals";
import type { Settings } from "../../protocol/messages.ts";

const WORDS = {
  title: "Crosscheck settings",
  recording: "Recording",
  preserveLog: "Preserve log",
  preserveLogMore: "Keep what was recorded when a page navigates.",
  limit: "Requests kept for each tab",
  limitMore: "Beyond this the oldest go first, and the panel says how many went.",
  probe: "Watch the calls themselves",
  probeMore:
    "While a panel is open, a small script in the page tells what each call asked for and which line made it. Without it, Crosscheck works these out from the traffic where it can.",
  sharing: "Sharing",
  redact: "Redact secrets in what I copy",
  redactMore:
    "Cookies, Authorization and credentials in URLs are taken out. Exports are always redacted unless you tick “With secrets” for one.",
  about: "What Crosscheck may see, and how to take that back",
  saved: "Saved",
};

export const FEWEST_KEPT = 100;
export const MOST_KEPT = 50_000;

interface OptionsViewProps {
  settings: Settings;
  /** The page that explains the permission. */
  aboutUrl: string;
  onChange: (settings: Settings) => Promise<void>;
}

/** The settings; each holds as soon as it is changed. */
export function OptionsView({ settings, aboutUrl, onChange }: OptionsViewProps) {
  const said = useSignal("");
  const change = async (part: Partial<Settings>) => {
    said.value = "";
    await onChange({ ...settings, ...part });
    said.value = WORDS.saved;
  };
  return (
    <main class="page">
      <h1>{WORDS.title}</h1>
      <section>
        <h2>{WORDS.recording}</h2>
        <Switch
          label={WORDS.preserveLog}
          more={WORDS.preserveLogMore}
          checked={settings.preserveLog}
          onChange={(preserveLog) => change({ preserveLog })}
        />
        <Switch
          label={WORDS.probe}
          more={WORDS.probeMore}
          checked={settings.probe}
          onChange={(probe) => change({ probe })}
        />
        <p class="setting">
          <label for="limit">{WORDS.limit}</label>
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
              const asked = Math.round(event.currentTarget.valueAsNumber);
              if (Number.isNaN(asked)) return;
              const exchangesPerTab = Math.min(MOST_KEPT, Math.max(FEWEST_KEPT, asked));
              event.currentTarget.valueAsNumber = exchangesPerTab;
              void change({ exchangesPerTab });
            }}
          />
          <span id="limit-more" class="subtle">
            {WORDS.limitMore}
          </span>
        </p>
      </section>
      <section>
        <h2>{WORDS.sharing}</h2>
        <Switch
          label={WORDS.redact}
          more={WORDS.redactMore}
          checked={settings.redactByDefault}
          onChange={(redactByDefault) => change({ redactByDefault })}
        />
      </section>
      <p>
        <a href={aboutUrl}>{WORDS.about}</a>
      </p>
      <p role="status" class="saved">
        {said.value}
      </p>
    </main>
  );
}

interface SwitchProps {
  label: string;
  more: string;
  checked: boolean;
  onChange: (checked: boolean) => Promise<void>;
}

function Switch({ label, more, checked, onChange }: SwitchProps) {
  const id = label.toLowerCase().replaceAll(" ", "-");
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

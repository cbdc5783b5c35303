import type { Browser } from "../../observation/observation.ts";
import { type MessageName, say } from "../../words/words.ts";

const STEPS: Readonly<Record<Browser, readonly MessageName[]>> = {
  chromium: [
    "welcome_open_page",
    "welcome_open_devtools",
    "welcome_choose_panel",
    "welcome_reload",
  ],
  gecko: ["welcome_open_page", "welcome_open_toolbox", "welcome_choose_panel", "welcome_reload"],
};

const PRIVATE: Readonly<Record<Browser, MessageName>> = {
  chromium: "welcome_private_chromium",
  gecko: "welcome_private_gecko",
};

/** Each browser's permission texts at installation, and their purposes. */
const PERMISSIONS: Readonly<Record<Browser, readonly MessageName[]>> = {
  chromium: ["welcome_may_chromium"],
  gecko: ["welcome_may_gecko", "welcome_may_gecko_devtools", "welcome_may_gecko_navigation"],
};

const NEVER: readonly MessageName[] = [
  "welcome_changes",
  "welcome_sends_nothing",
  "welcome_reads_no_bodies",
];

const REMOVE_STEPS: Readonly<Record<Browser, readonly MessageName[]>> = {
  chromium: ["welcome_remove_chromium_1", "welcome_remove_chromium_2", "welcome_remove_chromium_3"],
  gecko: ["welcome_remove_gecko_1", "welcome_remove_gecko_2", "welcome_remove_gecko_3"],
};

interface WelcomeViewProps {
  browser: Browser;
  /** null while it is unknown. */
  granted: boolean | null;
  onGrant: () => void;
}

/** Shown once, after installation: where to find Crosscheck, what it may see, how to revoke access. */
export function WelcomeView({ browser, granted, onGrant }: WelcomeViewProps) {
  return (
    <main class="page">
      <h1>{say("welcome_title")}</h1>
      <p>{say("welcome_lead")}</p>
      <section>
        <h2>{say("welcome_start")}</h2>
        <ol class="numbered">
          <Items messages={STEPS[browser]} />
        </ol>
        <p>{say("welcome_popup")}</p>
        <p>{say(PRIVATE[browser])}</p>
      </section>
      <section>
        <h2>{say("welcome_permission")}</h2>
        {PERMISSIONS[browser].map((message) => (
          <p key={message}>{say(message)}</p>
        ))}
        <ul class="bulleted">
          <Items messages={NEVER} />
        </ul>
        {granted !== null && (
          <p role="status">
            <strong>{say(granted ? "welcome_granted" : "welcome_missing")}</strong>
          </p>
        )}
        {granted === false && (
          <p>
            <button type="button" class="button primary" onClick={onGrant}>
              {say("welcome_grant")}
            </button>
          </p>
        )}
      </section>
      <section>
        <h2>{say("welcome_removal")}</h2>
        <ol class="numbered">
          <Items messages={REMOVE_STEPS[browser]} />
        </ol>
      </section>
    </main>
  );
}

function Items({ messages }: { messages: readonly MessageName[] }) {
  return messages.map((message) => <li key={message}>{say(message)}</li>);
}

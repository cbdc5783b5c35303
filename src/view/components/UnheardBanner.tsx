import { say } from "../../words/words.ts";
import { Mark } from "./Mark.tsx";

/** Warns that the probe was installed too late to see some calls, and offers a reload. */
export function UnheardBanner({ onReload }: { onReload: () => void }) {
  return (
    <p class="banner" role="status">
      <Mark kind="warning" />
      <span>
        <strong>{say("unheard_title")}</strong> {say("unheard_why")}
      </span>
      <button type="button" class="button" onClick={onReload}>
        {say("unheard_reload")}
      </button>
    </p>
  );
}

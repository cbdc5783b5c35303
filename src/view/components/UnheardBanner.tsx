import { say } from "../../words/words.ts";
import { Mark } from "./Mark.tsx";

/** Says that the probe came too late to see what some calls send, and offers to come in time. */
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

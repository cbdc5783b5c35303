import { say } from "../../../words/words.ts";
import { publicLink } from "../../model/site-url.ts";
import { CopyButton } from "../CopyButton.tsx";

/** Copies a link to the configuration page; without a public URL, only its state. */
export function CopyState({ fragment, here = null }: { fragment: string; here?: string | null }) {
  const link = publicLink(fragment, here);
  return (
    <>
      <CopyButton
        label={say(link === null ? "stack_copy_state" : "stack_copy_link")}
        text={async () => link ?? fragment}
      />
      {link === null && <span class="subtle stack-why">{say("stack_copy_state_why")}</span>}
    </>
  );
}

import { say } from "../../words/words.ts";
import { isIncomplete } from "../model/load-part.ts";

interface NoticesProps {
  /** The last error, in a sentence. */
  notice: string | null;
}

/** The errors of this view. */
export function Notices({ notice }: NoticesProps) {
  return (
    <>
      {isIncomplete.value && <strong role="alert">{say("part_failed")}</strong>}
      {notice !== null && <strong role="alert">{notice}</strong>}
    </>
  );
}

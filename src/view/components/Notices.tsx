import { say } from "../../words/words.ts";
import { isIncomplete } from "../model/load-part.ts";

interface NoticesProps {
  /** What went wrong last, in a sentence. */
  notice: string | null;
}

/** What went wrong in this view. */
export function Notices({ notice }: NoticesProps) {
  return (
    <>
      {isIncomplete.value && <strong role="alert">{say("part_failed")}</strong>}
      {notice !== null && <strong role="alert">{notice}</strong>}
    </>
  );
}

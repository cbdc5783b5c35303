import type { RefusedValue } from "../../stacks/safe-policy.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";

/** Why a recorded value is not in the snippet. */
export function sayRefused({ what, value }: RefusedValue): string {
  const text = plainText(value);
  switch (what) {
    case "origin":
      return say("stack_refused_origin", text);
    case "method":
      return say("stack_refused_method", text);
    case "header":
      return say("stack_refused_header", text);
    case "path":
      return say("stack_refused_path", text);
  }
}

import { factsOf } from "../../browsers/facts-of.ts";
import type { Browser } from "../../observation/observation.ts";
import { say } from "../../words/words.ts";
import { Mark } from "./Mark.tsx";
import { sayHowToAllow } from "./say-how-to-allow.ts";

/** Warns, above the recorded requests, that others may be missing. */
export function AccessBanner({ browser }: { browser: Browser }) {
  return (
    <p class="banner" role="status">
      <Mark kind="warning" />
      <span>
        <strong>{say("access_partial", factsOf(browser).productName)}</strong>{" "}
        {sayHowToAllow(browser)}
      </span>
    </p>
  );
}

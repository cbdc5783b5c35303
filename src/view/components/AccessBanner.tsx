import { factsOf } from "../../browsers/facts-of.ts";
import type { Browser } from "../../observation/observation.ts";
import { say } from "../../words/words.ts";
import { Mark } from "./Mark.tsx";

/** Says that more may have gone by, above what was seen. */
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

/** The panel may not ask by itself inside Firefox's toolbox: it tells the way. */
export function sayHowToAllow(browser: Browser): string {
  return say(HOW_TO_ALLOW[browser]);
}

const HOW_TO_ALLOW = { chromium: "access_how_chromium", gecko: "access_how_gecko" } as const;

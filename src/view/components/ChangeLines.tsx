import type { RemedyChange } from "../../verdict/verdict.ts";
import { HeaderName } from "./HeaderName.tsx";
import { Phrase } from "./Phrase.tsx";
import { VisibleText } from "./VisibleText.tsx";

/** The change to one response. */
export function ChangeLines({
  status,
  set,
  remove,
}: Pick<RemedyChange, "status" | "set" | "remove">) {
  return (
    <ul class="change-lines">
      {status !== null && (
        <li>
          <Phrase message="change_status">
            <strong class="change-what">{status}</strong>
          </Phrase>
        </li>
      )}
      {set.map(({ name, value }) => (
        <li key={name}>
          <Phrase message="change_set">
            <span class="change-what">
              <HeaderName name={name} /> <VisibleText value={value} />
            </span>
          </Phrase>
        </li>
      ))}
      {remove.map((name) => (
        <li key={name}>
          <Phrase message="change_remove">
            <del class="change-what header-name">
              <VisibleText value={name} />
            </del>
          </Phrase>
        </li>
      ))}
    </ul>
  );
}

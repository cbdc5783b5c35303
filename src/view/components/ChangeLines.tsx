import type { RemedyChange } from "../../verdict/verdict.ts";
import { VisibleText } from "./VisibleText.tsx";

const WORDS = {
  status: "answer with status",
  set: "set",
  remove: "remove",
};

/** What to change in one response. */
export function ChangeLines({
  status,
  set,
  remove,
}: Pick<RemedyChange, "status" | "set" | "remove">) {
  return (
    <ul class="change-lines">
      {status !== null && (
        <li>
          <span class="change-verb">{WORDS.status}</span> <strong>{status}</strong>
        </li>
      )}
      {set.map(({ name, value }) => (
        <li key={name}>
          <span class="change-verb">{WORDS.set}</span>{" "}
          <span class="header-name">
            <VisibleText value={name} />:
          </span>{" "}
          <VisibleText value={value} />
        </li>
      ))}
      {remove.map((name) => (
        <li key={name}>
          <span class="change-verb">{WORDS.remove}</span>{" "}
          <del class="header-name">
            <VisibleText value={name} />
          </del>
        </li>
      ))}
    </ul>
  );
}

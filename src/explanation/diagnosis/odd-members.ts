import { listMembers } from "../../http/field-values.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";

/** List members that have a meaning for their author, but not for browsers. */
const ODD = [
  { is: /^(?:\$|%\{|%\d|\{|<%)|^(?:undefined|null)$/, says: "why_list_placeholder" },
  { is: /.\*|\*./, says: "why_list_pattern" },
] as const;

/** A sentence for each pattern or placeholder in a list, which browsers read as a name. */
export function oddMembers(list: string | null): string[] {
  return listMembers(list).flatMap((member) => {
    const odd = ODD.find(({ is }) => is.test(member));
    return odd === undefined ? [] : [say(odd.says, plainText(member, 60))];
  });
}

/** The same for a list of methods, where some words seem to mean all methods. */
export function oddMethods(list: string | null): string[] {
  const all = listMembers(list).filter((member) => /^(?:any|all)$/i.test(member));
  return [
    ...all.map((member) => say("why_list_every_method", plainText(member, 60))),
    ...oddMembers(list),
  ];
}

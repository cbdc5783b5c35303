import type { Evidence } from "../../verdict/verdict.ts";
import { say } from "../../words/words.ts";
import { diffValues, type Piece } from "../model/value-diff.ts";
import { VisibleText } from "./VisibleText.tsx";

/** The decisive header lines: the actual value beside the expected one, with differences marked. */
export function EvidenceTable({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <table class="evidence">
      <thead>
        <tr>
          <th scope="col">{say("evidence_header")}</th>
          <th scope="col">{say("evidence_got")}</th>
          <th scope="col">{say("evidence_wanted")}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((line, index) => (
          <EvidenceRow key={index} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function EvidenceRow({ line: { header, got, wanted } }: { line: Evidence }) {
  const diff = got !== null && wanted !== null ? diffValues(header, got, wanted) : null;
  return (
    <tr>
      <th scope="row">
        <VisibleText value={header} />
      </th>
      <td class="got" data-label={say("evidence_got")}>
        {got === null ? (
          <em>{say("evidence_absent")}</em>
        ) : got === "" ? (
          <em>{say("evidence_empty")}</em>
        ) : diff === null ? (
          <del>
            <VisibleText value={got} />
          </del>
        ) : (
          <Pieces pieces={diff.got} as="del" />
        )}
      </td>
      <td class="wanted" data-label={say("evidence_wanted")}>
        {wanted === null ? (
          <em>{say("evidence_gone")}</em>
        ) : diff === null ? (
          <ins>
            <VisibleText value={wanted} />
          </ins>
        ) : (
          <Pieces pieces={diff.wanted} as="ins" />
        )}
      </td>
    </tr>
  );
}

/** A value in pieces: `as` marks those that the other value lacks. */
export function Pieces({ pieces, as: Tag }: { pieces: readonly Piece[]; as: "ins" | "del" }) {
  return (
    <>
      {pieces.map(({ text, differs }, index) =>
        differs ? (
          <Tag key={index}>
            <VisibleText value={text} />
          </Tag>
        ) : (
          <VisibleText key={index} value={text} />
        ),
      )}
    </>
  );
}

import type { DiagnosisFinding } from "../../diagnosis/diagnosis.ts";
import type { FindingCode } from "../../verdict/codes.ts";
import type { Subject } from "../subject.ts";

/** The input of a diagnosis's words: the message at fault, and the finding there. */
export type DiagnosisSubject = Subject & { readonly found: DiagnosisFinding };

export type Below = "all" | "reasons" | "nothing";

/** The words for a cause behind a verdict. Omitted texts are those of the symptom. */
export interface DiagnosisEntry {
  /** The title, an imperative; null where the symptom's own title is used. */
  readonly title?: (s: DiagnosisSubject) => string | null;
  /** A few words for a list row. */
  readonly short?: (s: DiagnosisSubject) => string | null;
  /** What happened, one idea per sentence. */
  readonly because: (s: DiagnosisSubject) => readonly string[];
  /** What to change, and on which side. */
  readonly fix: (s: DiagnosisSubject) => readonly string[];
  /**
   * How much of the symptom is explained below: all of it, only the reasons, or nothing where changed headers
   * would not help.
   */
  readonly below: Below | ((s: DiagnosisSubject) => Below);
  /** Advice of the symptom that nobody can follow with this cause. */
  readonly without?: (s: DiagnosisSubject) => readonly string[];
  /** Whether the header change that the engine found helps. */
  readonly remedyHelps: boolean | ((s: DiagnosisSubject) => boolean);
  /** True where the title names another change than headers: a status, or the page's code. */
  readonly fixFirst?: true;
  /** Causes that the engine itself finds; these sentences are added to theirs. */
  readonly beside?: readonly FindingCode[];
}

/** Whether the evidence permits another cause as well: the words mention that. */
export const isOpen = ({ found }: DiagnosisSubject): boolean => found.certainty === "ambiguous";

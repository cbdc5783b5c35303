import type { DiagnosisFinding } from "../../diagnosis/diagnosis.ts";
import type { FindingCode } from "../../verdict/codes.ts";
import type { Subject } from "../subject.ts";

/** What the words of a diagnosis speak of: the message at fault, and what was found there. */
export type DiagnosisSubject = Subject & { readonly found: DiagnosisFinding };

export type Below = "all" | "reasons" | "nothing";

/** The words for a cause behind a verdict. What an entry leaves out, the symptom's own words say. */
export interface DiagnosisEntry {
  /** What to do, imperative; null where the symptom's own title says it. */
  readonly title?: (s: DiagnosisSubject) => string | null;
  /** A few words for a list row. */
  readonly short?: (s: DiagnosisSubject) => string;
  /** What happened, one idea per sentence. */
  readonly because: (s: DiagnosisSubject) => readonly string[];
  /** What to change, and on which side. */
  readonly fix: (s: DiagnosisSubject) => readonly string[];
  /**
   * What is said of the symptom below: all of it, why it failed, or nothing, where a change of its
   * headers would not help.
   */
  readonly below: Below | ((s: DiagnosisSubject) => Below);
  /** Whether the change of headers that the engine found helps. */
  readonly remedyHelps: boolean | ((s: DiagnosisSubject) => boolean);
  /** True where the title names another change than that of headers: a status, or the page's code. */
  readonly fixFirst?: true;
  /** The causes that the engine names itself, and beside whose own words these stand. */
  readonly beside?: readonly FindingCode[];
}

/** Whether the evidence leaves open that it is something else: the words say so then. */
export const isOpen = ({ found }: DiagnosisSubject): boolean => found.certainty === "ambiguous";

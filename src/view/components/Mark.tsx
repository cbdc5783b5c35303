import type { ComponentChildren } from "preact";
import type { Bucket } from "../../issues/bucket.ts";
import type { Step } from "../../verdict/verdict.ts";
import type { MessageName } from "../../words/words.ts";

/** Each outcome has its own shape; colour only repeats it. */
const SHAPES: Readonly<Record<Bucket | "warning" | "not-reached" | "info", ComponentChildren>> = {
  blocked: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" class="mark-knockout" />
    </>
  ),
  "not-cors": (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m3.8 12.2 8.4-8.4" />
    </>
  ),
  opaque: <circle cx="8" cy="8" r="6.2" stroke-dasharray="2.4 2.47" />,
  allowed: <path d="m2.5 8.5 3.7 3.7 7.3-8" stroke-width="2" />,
  pending: <path d="M3.5 1.8h9M3.5 14.2h9M4.5 2v2.2L8 8l3.5-3.8V2m-7 12v-2.2L8 8l3.5 3.8V14" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M6 6.4a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.3" />
      <path d="M8 11.3v.6" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.6 15 14H1z" stroke-linejoin="round" />
      <path d="M8 6v4m0 1.6v.6" />
    </>
  ),
  "not-reached": <path d="M4 8h8" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="M8 7.2v4.2M8 4.6v.6" />
    </>
  ),
};

export type MarkKind = keyof typeof SHAPES;

/** A shape for the kind; `label` is its text for screen readers. */
export function Mark({ kind, label }: { kind: MarkKind; label?: string }) {
  return (
    <span class="mark" data-mark={kind}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {SHAPES[kind]}
      </svg>
      {label !== undefined && <span class="visually-hidden">{label} </span>}
    </span>
  );
}

/** The mark for each result of a step of the standard. */
export const STEP_MARKS: Readonly<Record<Step["result"], { kind: MarkKind; label: MessageName }>> =
  {
    passed: { kind: "allowed", label: "step_passed" },
    failed: { kind: "blocked", label: "step_failed" },
    "not-reached": { kind: "not-reached", label: "steps_mark_not_reached" },
    unknown: { kind: "unknown", label: "step_unknown" },
    info: { kind: "info", label: "step_info" },
  };

import { expect, it } from "vitest";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";
import { requestedNames } from "./requested-names.ts";

it.each([
  ["PUT", ["x-a", "x-b", "x-c"], "PUT, x-a, x-b, and x-c"],
  ["PUT", ["x-a", "x-b", "x-c", "x-d"], "PUT, x-a, x-b, x-c, and …"],
  ["GET", ["x-a", "x-b", "x-c", "x-d"], "x-a, x-b, x-c, and x-d"],
  ["GET", [], "GET"],
])(
  "names at most four of what a preflight for %s with %j requested",
  (method, requestedHeaders, names) => {
    const subject = { method, requestedHeaders } as Partial<DiagnosisSubject> as DiagnosisSubject;
    expect(requestedNames(subject)).toBe(names);
  },
);

import { expect, it } from "vitest";
import { aBlock, aFinding } from "../verdict/verdict.test-builder.ts";
import type { Finding } from "../verdict/verdict.ts";
import { coveredFindings } from "./covered-findings.ts";
import type { DiagnosisFinding } from "./diagnosis.ts";

const FOUND: DiagnosisFinding = {
  ...{ code: "unauthenticated", side: "server", certainty: "certain", stage: "preflight", hop: 0 },
  ...{ parameter: null, exchanges: [] },
  evidence: [
    { what: ":status", got: "401", wanted: "200" },
    { what: "Access-Control-Allow-Headers", got: null, wanted: "x-a" },
  ],
};
const STATUS = { header: ":status", got: "401", wanted: "204" };
const X_A = { header: "access-control-allow-headers", got: null, wanted: "x-a" };
const AT = { stage: "preflight", hop: 0 } as const;

// biome-ignore format: a table is read by its columns.
it.each<[string, Partial<Finding>, boolean]>([
  ["the same status, whatever status is wanted", { ...AT, evidence: [STATUS] },                     true],
  ["another status",                             { ...AT, evidence: [{ ...STATUS, got: "403" }] },  false],
  ["the status of another response",             { ...AT, stage: "response", evidence: [STATUS] },  false],
  ["the status of another hop",                  { ...AT, hop: 1, evidence: [STATUS] },             false],
  ["the same missing header",                    { ...AT, evidence: [X_A] },                        true],
  ["another missing member",                     { ...AT, evidence: [{ ...X_A, wanted: "x-b" }] },  false],
  ["a fact that the diagnosis names, and another",         { ...AT, evidence: [STATUS, { ...X_A, wanted: "x-b" }] }, false],
  ["a finding without evidence",                 { ...AT, evidence: [] },                           false],
])("%s", (_what, init, isCovered) => {
  const finding = { ...aFinding("preflight-invalid-status"), ...init };
  const verdict = aBlock(aFinding("missing-allow-origin"), { findings: [finding] });
  expect(coveredFindings(verdict, FOUND)).toEqual(isCovered ? [finding] : []);
});

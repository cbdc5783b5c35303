import { isOfVendor } from "../../diagnosis/tables/vendors.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** Whether a vendor operates the server: the reader can change the request only, and sees no log. */
export const isVendors = ({ hop }: DiagnosisSubject) => isOfVendor(hop.url);

/** How much of the symptom's own words stay: without its advice where that is about a vendor's server. */
export const belowUnlessVendors = (s: DiagnosisSubject) => (isVendors(s) ? "reasons" : "all");

/** Advice that only the server's operator can follow. */
export const unlessVendors = (s: DiagnosisSubject, advice: readonly string[]) =>
  isVendors(s) ? [] : advice;

/** A read-only report that a view shows instead of a tab's recording. */
export interface OpenedReport {
  readonly fileName: string;
  readonly exportedAt: Date;
  /** The browser that recorded it. */
  readonly browser: { readonly name: string; readonly version: string };
  /** Whether its secrets were redacted before it was saved. */
  readonly redacted: boolean;
  /** Whether it is an HTML report, without the extension's own functions: exports, copies, configurations. */
  readonly standalone?: true;
}

/** A report that a view shows in place of what a tab does: nothing in it changes. */
export interface OpenedReport {
  readonly fileName: string;
  readonly exportedAt: Date;
  /** The browser that recorded it. */
  readonly browser: { readonly name: string; readonly version: string };
  /** Whether its secrets were taken out before it was saved. */
  readonly redacted: boolean;
  /** Where it is a page by itself, without what the extension makes: exports, copies, configurations. */
  readonly standalone?: true;
}

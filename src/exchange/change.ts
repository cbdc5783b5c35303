/** The changes that one observation made in one tab. */
export interface Change {
  readonly tabId: number;
  /** Exchanges that are new or grew. */
  readonly changed: ReadonlySet<string>;
  /** Exchanges that were evicted, cleared, or paired as another's preflight. */
  readonly removed: ReadonlySet<string>;
  /** Ids of stored traces (requests, calls, reports, documents) that are new or grew. */
  readonly touched: ReadonlySet<string>;
  /** Ids of stored traces that were removed. */
  readonly forgotten: ReadonlySet<string>;
}

/** A change while it is being made. */
export class ChangeBuilder {
  readonly changed = new Set<string>();
  readonly removed = new Set<string>();
  readonly touched = new Set<string>();
  readonly forgotten = new Set<string>();
  readonly tabId: number;

  constructor(tabId: number) {
    this.tabId = tabId;
  }

  /** The finished change: an exchange that was removed and added again counts as changed. */
  build(): Change {
    for (const id of this.changed) this.removed.delete(id);
    return this;
  }
}

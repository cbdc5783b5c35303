/** What one observation changed in one tab. */
export interface Change {
  readonly tabId: number;
  /** Exchanges that are new or grew. */
  readonly changed: ReadonlySet<string>;
  /** Exchanges that are gone: evicted, cleared, or found to be another's preflight. */
  readonly removed: ReadonlySet<string>;
  /** Ids of what is stored (requests, calls, notes) that is new or grew. */
  readonly touched: ReadonlySet<string>;
  /** Ids of what was stored and is gone. */
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

  /** What became of it: an exchange that went and came again has changed. */
  build(): Change {
    for (const id of this.changed) this.removed.delete(id);
    return this;
  }
}

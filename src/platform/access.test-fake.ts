import type { Access } from "./host-access.ts";

/** The user's permission, in memory. */
export class FakeAccess implements Access {
  granted = true;
  readonly ready: Promise<boolean>;
  readonly #onChange: () => void;

  constructor(onChange: () => void, granted = true) {
    this.#onChange = onChange;
    this.granted = granted;
    this.ready = Promise.resolve(granted);
  }

  become(granted: boolean): void {
    this.granted = granted;
    this.#onChange();
  }
}

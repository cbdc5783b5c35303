import type { Call, Caller, Result } from "./caller.ts";
import type { LabStack } from "./lab-stack.ts";

/** Calls the software's own paths instead of the matrix's. */
export class MappedCaller implements Caller {
  readonly #caller: Caller;
  readonly #paths: NonNullable<LabStack["paths"]>;

  constructor(caller: Caller, { paths = {} }: LabStack) {
    this.#caller = caller;
    this.#paths = paths;
  }

  call(call: Call): Promise<Result> {
    return this.#caller.call({ ...call, path: this.#paths[call.path] ?? call.path });
  }

  image(path: string): Promise<void> {
    return this.#caller.image(this.#paths[path] ?? path);
  }
}

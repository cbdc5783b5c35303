import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes for their few lines: Vitest begins with the largest. */
const LONG = /\/e2e\/(?:conformance|stacks|package)\//;

/** Begins with the longest files, so that no process runs one alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((one) => !isLong(one))];
  }
}

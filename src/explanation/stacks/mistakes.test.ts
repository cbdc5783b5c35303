import { expect, it } from "vitest";
import { s3 } from "../../stacks/catalogue/s3.ts";
import { sayMistake } from "./mistakes.ts";

// S3 refuses an origin, a method and a header with the same 403, whose body no page can read.
it("does not claim that a bucket's rules lack the origin alone", () => {
  const said = s3.mistakes.filter(({ kind }) => kind === "origin-not-listed").map(sayMistake);
  expect(said.map(({ because }) => because)).toEqual([
    expect.stringMatching(/this origin, or not with this method and these headers\.$/),
  ]);
});

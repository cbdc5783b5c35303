import { expect, it } from "vitest";
import { isPlain, looksRandom } from "./secret-values.ts";

it.each([
  "2024.1001.12345",
  "v16.13.2-beta.1",
  "bob.smith+news@mail2.eu-west.example.com",
  "a1b2@x9.y8z7.example.org",
])("%s reads like an ordinary value", (value) => {
  expect(isPlain(value)).toBe(true);
});

it.each([
  // Hexadecimal digits: random if some are numbers and many differ, such as the MD5 of nothing.
  ["d41d8cd98f00b204e9800998ecf8427e", true],
  ["0123456789abcdef0123456789abcdef", true],
  ["facade1facade2decade3", true],
  ["abcdefabcdefabcdefabcdefabcdefab", false],
  ["c0ffee00c0ffee00c0ffee00", false],
])("%s looks random: %s", (value, wanted) => {
  expect(looksRandom(value)).toBe(wanted);
});

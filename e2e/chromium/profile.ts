import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Chrome's default: Debian's Chromium, and many users' browsers, block third-party cookies. */
export const WITH_THIRD_PARTY_COOKIES = { profile: { cookie_controls_mode: 0 } };
export const WITHOUT_THIRD_PARTY_COOKIES = { profile: { cookie_controls_mode: 1 } };

export interface Profile {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Writes a profile's preferences, for a browser that is about to start.
 * @returns the folder of the profile; empty without preferences, for one that the browser driver creates.
 */
export async function newProfile(preferences?: object): Promise<Profile> {
  if (preferences === undefined) return { path: "", remove: async () => {} };
  const path = await mkdtemp(join(tmpdir(), "crosscheck-profile-"));
  await mkdir(join(path, "Default"));
  await writeFile(join(path, "Default", "Preferences"), JSON.stringify(preferences));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

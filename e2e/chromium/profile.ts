import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As Chrome comes: Debian's Chromium, and many a user's browser, refuses them. */
export const WITH_THIRD_PARTY_COOKIES = { profile: { cookie_controls_mode: 0 } };
export const WITHOUT_THIRD_PARTY_COOKIES = { profile: { cookie_controls_mode: 1 } };

export interface Profile {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Writes a profile's preferences down, for a browser that is about to start.
 *
 * @returns the folder of the profile; empty where there is nothing to prefer, for one of the
 * browser driver's own.
 */
export async function newProfile(preferences?: object): Promise<Profile> {
  if (preferences === undefined) return { path: "", remove: async () => {} };
  const path = await mkdtemp(join(tmpdir(), "crosscheck-profile-"));
  await mkdir(join(path, "Default"));
  await writeFile(join(path, "Default", "Preferences"), JSON.stringify(preferences));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

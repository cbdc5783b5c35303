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
 * Flags of the browser, as in chrome://flags, for pages of its own that no test needs: each start of Chromium
 * 156 loads the address bar's two, and takes a third more for it. Unknown ones have no effect.
 */
const OFF = ["webui-omnibox-popup", "webui-omnibox-aim-popup"];

/** Outside developer mode, Chromium disables an extension that reloads itself after being loaded from a folder. */
const IN_DEVELOPER_MODE = { extensions: { ui: { developer_mode: true } } };

/** Writes a new profile with these preferences, for a browser that is about to start. */
export async function newProfile(preferences: object = {}): Promise<Profile> {
  const path = await mkdtemp(join(tmpdir(), "crosscheck-profile-"));
  await mkdir(join(path, "Default"));
  await writeFile(
    join(path, "Default", "Preferences"),
    JSON.stringify({ ...IN_DEVELOPER_MODE, ...preferences }),
  );
  const flags = { enabled_labs_experiments: OFF.map((name) => `${name}@2`) };
  await writeFile(join(path, "Local State"), JSON.stringify({ browser: flags }));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

import { deathsAtRandom } from "./deaths.ts";
import { HOSTILE_PAGES } from "./hostile-pages.ts";
import { manyTabs } from "./many-tabs.ts";
import type { Part } from "./part.ts";
import { partOfStorm } from "./storm.ts";
import { STORMS } from "./storms.ts";

/** All parts of the soak. */
export const PARTS: readonly Part[] = [...STORMS, ...HOSTILE_PAGES]
  .map(partOfStorm)
  .concat(manyTabs, deathsAtRandom);

import type { PredictedRules } from "../lane-rules.ts";
import { moduleType, opaqueBlocking, scriptOfMedia } from "./own-ways/content-types.ts";
import {
  framePolicy,
  frameSources,
  opaqueAncestor,
  opaqueEmbedder,
  resourcePolicy,
  sandboxedFrame,
} from "./own-ways/embedding.ts";
import { fontPreload } from "./own-ways/font-preload.ts";
import {
  mixedContent,
  mixedTrack,
  workerLeadingOut,
  workersMix,
} from "./own-ways/mixed-content.ts";
import { passwordToCome, proxyStatus, shortBody, streamedBody } from "./own-ways/network.ts";
import {
  blankRedirect,
  hashOfRedirect,
  imageLeadingOut,
  invalidRedirect,
  passwordBeforeMode,
  passwordInRedirect,
  redirectWithoutLocation,
  unsafeRedirect,
  userinfoOfBase,
} from "./own-ways/redirects.ts";
import {
  servedFailure,
  servedFrame,
  servedKeepalive,
  servedMedia,
  servedPassword,
  servedRedirect,
  servedSynchronously,
} from "./own-ways/service-workers.ts";
import type { OwnWay, Recorded, Way } from "./own-ways/way.ts";

/** The way with the earliest moment wins; at equal moments, the first in this list. */
const WAYS: readonly Way[] = [
  unsafeRedirect,
  imageLeadingOut,
  blankRedirect,
  hashOfRedirect,
  userinfoOfBase,
  passwordBeforeMode,
  invalidRedirect,
  redirectWithoutLocation,
  passwordInRedirect,
  proxyStatus,
  shortBody,
  streamedBody,
  opaqueEmbedder,
  opaqueAncestor,
  framePolicy,
  sandboxedFrame,
  frameSources,
  mixedTrack,
  mixedContent,
  workersMix,
  workerLeadingOut,
  resourcePolicy,
  servedFailure,
  servedFrame,
  servedRedirect,
  servedPassword,
  passwordToCome,
  servedSynchronously,
  servedMedia,
  servedKeepalive,
  moduleType,
  scriptOfMedia,
  fontPreload,
  opaqueBlocking,
];

/**
 * The lane browser's departure from the standard for this exchange, before or instead of the standard's
 * checks; null where there is none.
 */
export function ownWayOf(recorded: Recorded, rules: PredictedRules): OwnWay | null {
  let first: OwnWay | null = null;
  for (const way of WAYS) {
    const own = way(recorded, rules);
    if (own !== null && (first === null || own.at < first.at)) first = own;
  }
  return first;
}

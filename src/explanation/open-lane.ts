import type { LaneName } from "../verdict/lane-name.ts";
import type { OpenReason } from "../verdict/verdict.ts";
import { type MessageName, say } from "../words/words.ts";
import { laneTitle } from "./lane-title.ts";

/** The message for each reason; the compiler demands one for a new reason. */
const REASONS: Readonly<Record<OpenReason, MessageName>> = {
  "preflight-unseen": "open_preflight_unseen",
  "headers-unseen": "open_headers_unseen",
  "origin-unseen": "open_origin_unseen",
  "response-unseen": "open_response_unseen",
  "own-policy": "open_own_policy",
  "cache-unseen": "open_cache_unseen",
  "call-unseen": "open_call_unseen",
  "worker-request": "open_worker_request",
};

/** Why a lane's outcome is unknown, in a sentence with the lane as its subject. */
export function sayOpen(lane: LaneName, reason: OpenReason): string {
  return say(REASONS[reason], laneTitle(lane));
}

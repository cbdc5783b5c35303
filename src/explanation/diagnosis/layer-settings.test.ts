import { expect, it } from "vitest";
import { LAYER_SIGNS } from "../../diagnosis/layers/layer-signs.ts";
import { say } from "../../words/words.ts";
import { layerSettings, type Obstacle } from "./layer-settings.ts";

const OBSTACLES: readonly Obstacle[] = [
  ...(["refused", "unlisted", "unrouted", "authentication", "behind", "bucket", "unset"] as const),
];

it("quotes a setting of each program that it advises to set", () => {
  const advised = LAYER_SIGNS.flatMap((sign) =>
    OBSTACLES.flatMap((obstacle) =>
      layerSettings([sign], obstacle).map((text) => [sign.name, text] as const),
    ),
  );
  expect(advised.length).toBeGreaterThan(50);
  for (const [name, text] of advised) {
    const setting = text.slice(say("cause_layer_setting", name, "").length);
    expect(setting, text).toMatch(/[A-Za-z]{3}/);
  }
});

// By the documentation of each.
it.each<[string, Obstacle, RegExp]>([
  ["express", "unrouted", /cors\(\)/],
  ["express", "unset", /cors\(\{ origin/],
  ["nginx", "unrouted", /return 204/],
  ["tornado", "unset", /set_default_headers/],
  ["tornado", "unrouted", /options/],
  ["cloudfront", "behind", /CORS-S3Origin/],
  ["kong", "authentication", /run_on_preflight/],
  ["iis", "unrouted", /OPTIONSVerbHandler/],
])("names the setting of %s for an obstacle %s: %s", (id, obstacle, says) => {
  const signs = LAYER_SIGNS.filter((sign) => sign.id === id);
  expect(layerSettings(signs, obstacle).join()).toMatch(says);
});

import type { Place } from "../../stacks/stack.ts";
import { type MessageName, say } from "../../words/words.ts";

const PLACES: Readonly<Record<Place, MessageName>> = {
  imports: "stack_place_imports",
  first: "stack_place_first",
  around: "stack_place_around",
  options: "stack_place_options",
  top: "stack_place_top",
  server: "stack_place_server",
  route: "stack_place_route",
  upstream: "stack_place_upstream",
  file: "stack_place_file",
  settings: "stack_place_settings",
};

/** A sentence about where a block of a snippet goes. */
export function sayPlace(place: Place): string {
  return say(PLACES[place]);
}

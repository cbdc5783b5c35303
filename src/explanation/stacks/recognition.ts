import type { Recognition } from "../../stacks/recognise.ts";
import { say } from "../../words/words.ts";

/** The layers that responded, in a sentence each; empty where none is known. */
export function sayRecognition({ preflight, response, contrast }: Recognition): string[] {
  const said: string[] = [];
  const front = preflight[0]?.name;
  const names = (layers: Recognition["response"]) => layers.map(({ name }) => name).join(" → ");
  if (contrast === "front-responded-to-preflight" && front !== undefined) {
    said.push(say("stack_front_responded", front));
  } else if (preflight.length > 0) {
    said.push(say("stack_preflight_layers", names(preflight)));
  }
  if (response.length > 0) said.push(say("stack_response_layers", names(response)));
  return said;
}

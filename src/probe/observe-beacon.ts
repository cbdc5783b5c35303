import { bodyKind, hearText, tell } from "./describe-call.ts";
import { framesBeneath } from "./own-frames.ts";
import { accepts, execute, getterOf, now } from "./pristine.ts";
import { failed, nameOf, resolved } from "./reporter.ts";
import type { Observer } from "./wrap.ts";

const blobType = getterOf(Blob.prototype, "type");

/** Content types that a no-cors request may have; also an empty one. */
const SAFELISTED = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded|) *($|;)/;

/** https://w3c.github.io/beacon/#sendbeacon-method */
export const observeSendBeacon: Observer = ({ args, ours }) => {
  const timeStamp = now();
  const frames = framesBeneath(ours);
  const data = args[1];
  let url: string | null = null;
  hearText(args, 0, (text) => {
    url = text;
  });
  const isSafelisted = !accepts(blobType, data) || execute(SAFELISTED, blobType(data)) !== null;
  const tellCall = () =>
    tell("beacon", url, timeStamp, frames, {
      method: "POST",
      mode: isSafelisted ? "no-cors" : "cors",
      credentials: "include",
      body: bodyKind(data),
      keepalive: true,
      targetAddressSpace: null,
    });
  return {
    returned(queued) {
      const callId = tellCall();
      if (queued) resolved(callId, null, null);
      else failed(callId, "rejected", "QuotaExceededError");
      return queued;
    },
    threw: (error) => failed(tellCall(), "thrown", nameOf(error)),
  };
};

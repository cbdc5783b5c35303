import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { FORMAT_NAMES } from "./ExportButtons.tsx";

/** Each export that takes its time: how far it is, and a way to cancel it. */
export function ExportProgress({ store }: { store: Store }) {
  return (
    <>
      {store.exports.running.value.map((one) => {
        const name = say("export_running", FORMAT_NAMES[one.format]);
        return (
          <span key={one} class="export-progress">
            <span role="status">{name}</span>
            <progress value={one.done.value} aria-label={name} />
            <button type="button" class="button" onClick={() => one.cancel()}>
              {say("export_cancel")}
            </button>
          </span>
        );
      })}
    </>
  );
}

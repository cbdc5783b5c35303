import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { FORMAT_NAMES } from "./ExportButtons.tsx";

/** Each slow export, with its progress and a button to cancel it. */
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

import { firstHop } from "../../exchange/exchange.ts";
import { say } from "../../words/words.ts";
import type { Row } from "../model/row.ts";
import type { PanelActions } from "./panel-actions.ts";

/** Shows the request in DevTools' own list of requests; undefined if it cannot. */
export function networkLink(actions: PanelActions, { exchange }: Row): (() => void) | undefined {
  const { showInNetwork } = actions;
  const { url } = firstHop(exchange);
  if (showInNetwork === undefined || !/^https?:/i.test(url)) return undefined;
  return () => showInNetwork(url);
}

/** A button for it; nothing if DevTools cannot. */
export function ShowInNetwork({ actions, row }: { actions: PanelActions; row: Row }) {
  const show = networkLink(actions, row);
  if (show === undefined) return null;
  return (
    <button type="button" class="button" onClick={show}>
      {say("show_in_network")}
    </button>
  );
}

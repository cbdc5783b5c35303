import { useEffect, useState } from "preact/hooks";
import { hidesRequestsOf } from "../../browsers/hidden-pages.ts";
import { parseUrl } from "../../http/origin.ts";
import type { Browser } from "../../observation/observation.ts";
import { say } from "../../words/words.ts";
import type { Store } from "../model/store.ts";
import { Mark } from "./Mark.tsx";
import type { PanelActions } from "./panel-actions.ts";
import { watchPageClosed } from "./watch-page-closed.ts";

interface ClosedBannerProps {
  store: Store;
  browser: Browser;
  actions: PanelActions;
}

/**
 * Says that the requests below belong to the previous page: Firefox reports no load of its own pages, so the
 * requests remain. The next recorded load removes the banner.
 */
export function ClosedBanner({ store, browser, actions }: ClosedBannerProps) {
  const { loads = [], noAccess } = store.recording.value.state;
  const last = loads.at(-1);
  const [closedAfter, setClosedAfter] = useState<number | null>(null);
  useEffect(() => {
    const settle = (isClosed: boolean) =>
      setClosedAfter(isClosed ? (store.recording.value.state.loads?.at(-1)?.at ?? null) : null);
    // The panel may be opened when the page is there already.
    const endWatch = watchPageClosed(actions, settle);
    const end = actions.onNavigated((url) => {
      endWatch();
      settle(hidesRequestsOf(browser, parseUrl(url)));
    });
    return () => {
      endWatch();
      end();
    };
  }, [store, browser, actions]);
  const isOfPage = /^https?:$/.test(parseUrl(last?.url ?? "")?.protocol ?? "");
  if (noAccess || !isOfPage || last?.at !== closedAfter) return null;
  return (
    <p class="banner" role="status">
      <Mark kind="warning" />
      <span>
        <strong>{say("popup_closed")}</strong> {say("closed_rows")}
      </span>
    </p>
  );
}

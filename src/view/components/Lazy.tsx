import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";

interface LazyProps<Props> {
  /** Undefined if the part could not be loaded; the view shows it. */
  load: () => Promise<ComponentType<Props> | undefined>;
  props: Props;
  /** Shown while loading; by default a loading text. */
  meanwhile?: ComponentChildren;
}

/** A rarely used part, loaded from the extension on first use. */
export function Lazy<Props extends object>({ load, props, meanwhile }: LazyProps<Props>) {
  const [part, setPart] = useState<{ Component: ComponentType<Props> | undefined } | null>(null);
  useEffect(() => {
    void load().then((Component) => setPart({ Component }));
  }, []);
  if (part === null) return <>{meanwhile ?? <p class="subtle">{say("part_loading")}</p>}</>;
  const { Component } = part;
  if (Component === undefined) return <p>{say("part_failed")}</p>;
  return <Component {...props} />;
}

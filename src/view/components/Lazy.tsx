import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";

interface LazyProps<Props> {
  /** Undefined where it could not be loaded; the view says so. */
  load: () => Promise<ComponentType<Props> | undefined>;
  props: Props;
  /** What is shown until then; that it loads, when left out. */
  meanwhile?: ComponentChildren;
}

/** A part that is seldom used, fetched from the extension when it is. */
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

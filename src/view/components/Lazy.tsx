import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../words/words.ts";

interface LazyProps<Props> {
  load: () => Promise<ComponentType<Props>>;
  props: Props;
}

/** A part that is seldom asked for, fetched from the extension when it is. */
export function Lazy<Props extends object>({ load, props }: LazyProps<Props>) {
  const [part, setPart] = useState<{ Component: ComponentType<Props> } | "failed" | null>(null);
  useEffect(() => {
    load().then(
      (Component) => setPart({ Component }),
      () => setPart("failed"),
    );
  }, []);
  if (part === null) return <p class="subtle">{say("part_loading")}</p>;
  if (part === "failed") return <p role="alert">{say("part_failed")}</p>;
  const { Component } = part;
  return <Component {...props} />;
}

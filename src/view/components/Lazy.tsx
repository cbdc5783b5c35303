import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

const WORDS = {
  loading: "Loading…",
  failed: "This part could not be loaded. Close the panel and open it again.",
};

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
  if (part === null) return <p class="subtle">{WORDS.loading}</p>;
  if (part === "failed") return <p role="alert">{WORDS.failed}</p>;
  const { Component } = part;
  return <Component {...props} />;
}

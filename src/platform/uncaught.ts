/** Hears what nothing in this page or worker has caught. To be called in its first turn. */
export function followUncaught(listener: (error: unknown) => void): void {
  addEventListener("error", ({ error, message }) => listener(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => listener(reason));
}

/** Listens to uncaught errors of this page or worker. Must be called in its first turn. */
export function followUncaught(listener: (error: unknown) => void): void {
  addEventListener("error", ({ error, message }) => listener(error ?? message));
  addEventListener("unhandledrejection", ({ reason }) => listener(reason));
}

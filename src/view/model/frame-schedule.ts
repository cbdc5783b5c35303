/** A covered window gets frames rarely or never. */
const WITHOUT_FRAMES_MS = 250;

/** Runs `run` once: before the next frame, or soon after if no frames come. */
export function onNextFrame(run: () => void): void {
  if (document.hidden) {
    // A hidden tab gets no frames, and its timers are throttled to one per second or even per minute.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    port2.postMessage(null);
    return;
  }
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, WITHOUT_FRAMES_MS);
}

/** Calls back when the browser is idle; never if the browser does not report it. */
export function onIdle(run: (hasTime: () => boolean) => void): void {
  if (typeof requestIdleCallback !== "function") return;
  requestIdleCallback((deadline) => run(() => deadline.timeRemaining() > 1));
}

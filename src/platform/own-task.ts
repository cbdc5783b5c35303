/**
 * Runs a function in a task of its own, so that the thread is free for others before. Not a timer, which a hidden
 * page gets once per second or per minute; not a MessageChannel, whose messages Firefox sends through another
 * process, late on a busy machine.
 *
 * @returns resolves after the function has returned, rejects if it throws.
 */
export function inOwnTask(task: () => void): Promise<void> {
  const { scheduler } = globalThis as unknown as { readonly scheduler: Scheduler };
  return scheduler.postTask(task);
}

/**
 * For a long loop: the returned function, called in each round, yields the thread once the loop has had it for
 * longer than `ms`.
 */
export function yieldingAfter(ms: number): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < ms) return;
    await inOwnTask(() => {});
    began = performance.now();
  };
}

/** https://wicg.github.io/scheduling-apis/#sec-scheduler */
interface Scheduler {
  postTask(task: () => void): Promise<void>;
}

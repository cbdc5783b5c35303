import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ReusedWorker } from "./reused-worker.ts";

const aWorker = () => ({ terminate: vi.fn(), onmessage: () => {} }) as unknown as Worker;

describe("a worker that is used again", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is started once for uses in quick succession", () => {
    const start = vi.fn(aWorker);
    const workers = new ReusedWorker(start);
    const first = workers.take();
    workers.keep(first);
    vi.advanceTimersByTime(9_000);
    expect(workers.take()).toBe(first);
    vi.advanceTimersByTime(60_000);
    expect(start).toHaveBeenCalledOnce();
    expect(first.terminate).not.toHaveBeenCalled();
  });

  it("no longer calls its last user", () => {
    const workers = new ReusedWorker(aWorker);
    const worker = workers.take();
    workers.keep(worker);
    expect(worker.onmessage).toBeNull();
  });

  it("is terminated after ten seconds without a use", () => {
    const start = vi.fn(aWorker);
    const workers = new ReusedWorker(start);
    const first = workers.take();
    workers.keep(first);
    vi.advanceTimersByTime(10_000);
    expect(first.terminate).toHaveBeenCalledOnce();
    expect(workers.take()).not.toBe(first);
  });

  it("is not shared by two uses at a time, of which one remains", () => {
    const workers = new ReusedWorker(aWorker);
    const [first, second] = [workers.take(), workers.take()];
    expect(first).not.toBe(second);
    workers.keep(first);
    workers.keep(second);
    expect(first.terminate).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10_000);
    expect(first.terminate).toHaveBeenCalledOnce();
    expect(second.terminate).toHaveBeenCalledOnce();
  });
});

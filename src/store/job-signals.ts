import type { QueueName } from './queues.ts';

type Listener = () => void;

/** Tells those who wait for a queue that a job may be ready. */
export class JobSignals {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Returns how to stop listening. */
  on(queue: QueueName, listener: Listener): () => void {
    const listeners = this.#listeners.get(queue) ?? new Set();
    this.#listeners.set(queue, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** `null`: each queue may have got one, since signals may have been missed. */
  emit(queue: string | null): void {
    const woken = queue === null ? [...this.#listeners.values()] : [this.#listeners.get(queue) ?? []];
    for (const listeners of woken) for (const listener of listeners) listener();
  }
}

import type { IncomingMessage } from 'node:http';

export type BodyProblem = 'too_large' | 'busy' | 'aborted';

export interface BodyLimits {
  /** Of one body. */
  readonly maxBytes: number;
  /** Of all bodies being read or used. */
  readonly maxHeldBytes: number;
}

/** For bodies of at most so many megabytes; of eight such at once, so that a flood of large ones cannot end the process. */
export function limitsFor(megabytes: number): BodyLimits {
  const maxBytes = megabytes * 1024 * 1024;
  return { maxBytes, maxHeldBytes: 8 * maxBytes };
}

/** Reads request bodies within limits, whatever their length header says. */
export class BodyReader {
  readonly #limits: BodyLimits;
  #held = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /** Hands the whole body to `use` and counts it as held until that is done. Stops reading at a problem. */
  async withBody<T>(request: IncomingMessage, use: (bytes: Buffer) => Promise<T>): Promise<T | BodyProblem> {
    if (Number(request.headers['content-length'] ?? 0) > this.#limits.maxBytes) return 'too_large';
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of chunksOf(request)) {
        size += chunk.length;
        this.#held += chunk.length;
        if (size > this.#limits.maxBytes) return 'too_large';
        if (this.#held > this.#limits.maxHeldBytes) return 'busy';
        chunks.push(chunk);
      }
      if (!request.complete) return 'aborted';
      return await use(Buffer.concat(chunks, size));
    } finally {
      this.#held -= size;
    }
  }
}

/** The chunks as they come; ends early, without an error, when the client goes away. */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer, void> {
  try {
    // Leaving the loop must not destroy the socket: the refusal still has to be written to it.
    yield* request.iterator({ destroyOnReturn: false });
  } catch {
    return;
  }
}

/** The bytes as text, exactly as they came; `null` where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** `undefined` where it is not JSON. */
export function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

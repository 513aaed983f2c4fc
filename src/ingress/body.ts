import type { IncomingMessage } from 'node:http';

/** GitHub fires no webhook whose payload is larger (webhook events and payloads, "Payload cap"). */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;
/** Bytes of unfinished requests that may be held at once, so that a flood of large bodies cannot end the process. */
const MAX_HELD_BYTES = 8 * MAX_BODY_BYTES;

export type BodyProblem = 'too_large' | 'busy' | 'aborted';

export interface BodyLimits {
  /** Of one body. */
  readonly maxBytes: number;
  /** Of all bodies being read or used. */
  readonly maxHeldBytes: number;
}

/** Reads request bodies within limits, whatever their length header says. */
export class BodyReader {
  readonly #limits: BodyLimits;
  #held = 0;

  constructor(limits: BodyLimits = { maxBytes: MAX_BODY_BYTES, maxHeldBytes: MAX_HELD_BYTES }) {
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

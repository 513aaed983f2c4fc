import { Duplex } from 'node:stream';

/** AuthenticationOk and ReadyForQuery: there is nobody to sign in to in one's own process. */
const GREETING = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const TERMINATE = 0x58;

/**
 * What `pg` takes for its socket: what it writes goes to `send`, and what the other side says comes
 * in by `receive`, both in PostgreSQL's wire protocol.
 */
export class EmbeddedStream extends Duplex {
  readonly #send: (bytes: Uint8Array) => void;
  #greeted = false;

  constructor(send: (bytes: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  receive(bytes: Uint8Array): void {
    this.push(bytes);
  }

  connect(): void {
    queueMicrotask(() => this.emit('connect'));
  }

  setNoDelay(): void {}

  setKeepAlive(): void {}

  ref(): void {}

  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    if (!this.#greeted) {
      this.#greeted = true;
      this.push(GREETING);
    } else if (chunk[0] !== TERMINATE) {
      this.#send(Uint8Array.from(chunk));
    }
    done();
  }

  /** `pg` corks the messages of one question: together they cost one step into the database. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'utf8', done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}

import { fdatasyncSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** PGlite's queries are synchronous WASM: off the main thread they do not freeze the event loop. */

/** Messages of PostgreSQL's wire protocol, those of one question together. */
export type EmbeddedRequest = Uint8Array | 'close';

/** What the database says to them. */
export type EmbeddedReply = Uint8Array | 'ready' | 'closed';

let syncs = 0;

/** The part of Emscripten's NODEFS that lacks an fsync; its types do not show it. */
interface NodeFileSystem {
  readonly stream_ops: { fsync?: (stream: { readonly nfd?: number }) => number };
  tryFSOperation(operation: () => void): void;
}

/** PGlite as it ships never syncs: its NODEFS has no fsync handler. Measured: a power loss took every acknowledged row. */
class DurableNodeFs extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const ready = await super.init(pglite, options);
    ready.emscriptenOpts.preRun?.push((module) => {
      const nodeFs = module.NODEFS as unknown as NodeFileSystem;
      nodeFs.stream_ops.fsync = ({ nfd }) => {
        nodeFs.tryFSOperation(() => {
          if (nfd === undefined) return;
          fdatasyncSync(nfd);
          syncs += 1;
        });
        return 0;
      };
    });
    return ready;
  }
}

async function open(directory: string): Promise<PGlite> {
  const database = await PGlite.create({
    fs: new DurableNodeFs(directory),
    // Small segments keep a small store small: PostgreSQL recycles about 64 of them.
    initDbStartParams: ['--wal-segsize=1'],
    // -F would switch fsync off; PGlite's fdatasync is a stub, so the WAL is synced with fsync.
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
      ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
    ],
  });
  await proveDurable(database);
  return database;
}

/** Refuses to run where a commit does not reach the disk, as another version of PGlite might. */
async function proveDurable(database: PGlite): Promise<void> {
  const before = syncs;
  await database.query(`select pg_logical_emit_message(true, 'ai-ops', 'durability probe')`);
  if (syncs === before)
    throw new Error('its commits do not reach the disk; this version of PGlite is not supported');
}

async function serve(port: MessagePort, directory: string): Promise<void> {
  const database = await open(directory);
  const answer = async (request: EmbeddedRequest): Promise<EmbeddedReply> => {
    if (request !== 'close') return database.execProtocolRaw(request);
    await database.close();
    return 'closed';
  };
  let answered = Promise.resolve();
  port.on('message', (request: EmbeddedRequest) => {
    answered = answered.then(async () => port.postMessage(await answer(request)));
  });
  port.postMessage('ready' satisfies EmbeddedReply);
}

if (parentPort === null) throw new Error('embedded-worker.ts runs in a worker thread only');
await serve(parentPort, workerData.directory);

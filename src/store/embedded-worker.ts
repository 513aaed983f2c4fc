import { fdatasyncSync } from 'node:fs';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { INT8, parseInt8 } from './int8.ts';

/** PGlite's queries are synchronous WASM: off the main thread they do not freeze the event loop. */

export type EmbeddedRequest =
  | {
      readonly id: number;
      readonly kind: 'query';
      readonly text: string;
      readonly values: readonly unknown[] | null;
    }
  | { readonly id: number; readonly kind: 'listen'; readonly channel: string }
  | { readonly id: number; readonly kind: 'close' };

export type EmbeddedReply =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      readonly id: number;
      readonly rows: Record<string, unknown>[];
      readonly rowCount: number;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      readonly fields: DatabaseErrorFields;
    }
  | { readonly kind: 'notification'; readonly channel: string; readonly payload: string };

/** What callers look at in a PostgreSQL error, on either engine. */
export interface DatabaseErrorFields {
  readonly code?: string;
  readonly detail?: string;
  readonly constraint?: string;
}

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
    parsers: { [INT8]: parseInt8 },
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

async function answer(port: MessagePort, database: PGlite, request: EmbeddedRequest): Promise<EmbeddedReply> {
  const { id } = request;
  switch (request.kind) {
    case 'query': {
      const results =
        request.values === null
          ? await database.exec(request.text)
          : [await database.query<Record<string, unknown>>(request.text, [...request.values])];
      const rows = results.flatMap((result) => result.rows);
      return { kind: 'done', id, rows, rowCount: results.at(-1)?.affectedRows || rows.length };
    }
    case 'listen': {
      const { channel } = request;
      await database.listen(channel, (payload) =>
        port.postMessage({ kind: 'notification', channel, payload }),
      );
      return { kind: 'done', id, rows: [], rowCount: 0 };
    }
    case 'close':
      await database.close();
      return { kind: 'done', id, rows: [], rowCount: 0 };
  }
}

function failure(id: number, error: unknown): EmbeddedReply {
  const { code, detail, constraint } = error as DatabaseErrorFields;
  const fields = { ...(code && { code }), ...(detail && { detail }), ...(constraint && { constraint }) };
  return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error), fields };
}

async function respond(port: MessagePort, database: PGlite, request: EmbeddedRequest): Promise<void> {
  try {
    port.postMessage(await answer(port, database, request));
  } catch (error) {
    port.postMessage(failure(request.id, error));
  }
}

async function serve(port: MessagePort, directory: string): Promise<void> {
  const database = await open(directory);
  port.on('message', (request: EmbeddedRequest) => void respond(port, database, request));
  port.postMessage({ kind: 'ready' } satisfies EmbeddedReply);
}

if (parentPort === null) throw new Error('embedded-worker.ts runs in a worker thread only');
await serve(parentPort, workerData.directory);

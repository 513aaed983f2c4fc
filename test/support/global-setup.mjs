import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Makes an embedded store once, which every test file starts from a copy of: making one takes
 * seconds. It is kept until something that shapes it changes.
 */
export default async function globalSetup() {
  const template = join(root, 'node_modules/.cache/ai-ops', `store-${fingerprint()}`);
  if (!existsSync(template)) await make(template);
  process.env.AI_OPS_TEST_STORE_TEMPLATE = template;
}

function fingerprint() {
  const hash = createHash('sha256');
  const versions = ['@electric-sql/pglite', 'pg-boss', 'kysely'].map(
    (name) => `node_modules/${name}/package.json`,
  );
  const shapes = ['embedded-worker.ts', 'queues.ts', 'boss.ts', 'migrate.ts'].map(
    (name) => `src/store/${name}`,
  );
  const migrations = readdirSync(join(root, 'src/store/migrations')).map(
    (name) => `src/store/migrations/${name}`,
  );
  for (const path of [...versions, ...shapes, ...migrations])
    hash.update(readFileSync(join(root, path))).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Beside its place and then moved there whole, so that a run that starts meanwhile does not see half of it. */
async function make(template) {
  const { migrateStore } = await import('../../src/store/open.ts');
  const unfinished = `${template}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await migrateStore({ dataDir: unfinished, log: { info: () => {}, warn: () => {} } });
    await rm(join(unfinished, 'lock.sqlite'), { force: true });
    await rename(unfinished, template).catch((error) => {
      if (!existsSync(template)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

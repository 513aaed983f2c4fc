import { sql } from 'kysely';
import { type Database, SCHEMA } from './database.ts';
import { decode } from './json-text.ts';
import { entryHash, GENESIS } from './ledger-hash.ts';

export type LedgerVerdict =
  | { readonly repositoryId: number; readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly repositoryId: number; readonly ok: false; readonly brokenAt: number; readonly why: string };

interface Chain {
  readonly repository_id: number;
  readonly head_seq: number | null;
  readonly head_hash: string | null;
  readonly last_seq: number | null;
}

interface Link {
  readonly seq: number;
  readonly hash: string;
}

const PAGE = 500;

/** Recomputes every chain. Entries appended meanwhile are left to the next time. */
export async function verifyChains(database: Database): Promise<readonly LedgerVerdict[]> {
  const { rows } = await sql<Chain>`
    select repository_id, head.seq as head_seq, head.hash as head_hash,
      (select max(seq) from ${sql.table(`${SCHEMA}.ledger_entries`)} as entry
        where entry.repository_id = chain.repository_id) as last_seq
    from (select repository_id from ${sql.table(`${SCHEMA}.ledger_entries`)}
      union select repository_id from ${sql.table(`${SCHEMA}.ledger_heads`)}) as chain
    left join ${sql.table(`${SCHEMA}.ledger_heads`)} as head using (repository_id)
    order by repository_id`.execute(database.sql);
  const verdicts: LedgerVerdict[] = [];
  for (const chain of rows) verdicts.push(await verifyChain(database, chain));
  return verdicts;
}

async function verifyChain(database: Database, chain: Chain): Promise<LedgerVerdict> {
  const repositoryId = chain.repository_id;
  const broken = (brokenAt: number, why: string): LedgerVerdict => ({
    repositoryId,
    ok: false,
    brokenAt,
    why,
  });
  if (chain.head_seq === null) return broken(1, 'the chain has entries but no head');
  let last: Link = { seq: 0, hash: GENESIS };
  while (last.seq < chain.head_seq) {
    const page = await readPage(database, chain, last.seq);
    if (page.length === 0)
      return broken(last.seq + 1, `the chain ends before its head, entry ${chain.head_seq}`);
    for (const row of page) {
      const why = brokenLink(last, row);
      if (why !== null) return broken(last.seq + 1, why);
      last = row;
    }
  }
  if (last.hash !== chain.head_hash)
    return broken(last.seq, 'the newest entry is not the one that the head names');
  if ((chain.last_seq ?? 0) > chain.head_seq)
    return broken(chain.head_seq + 1, 'there are entries after the head');
  return { repositoryId, ok: true, entries: last.seq, head: last.hash };
}

function readPage(
  { sql: db }: Database,
  chain: Chain,
  after: number,
): Promise<(Link & { readonly body: string })[]> {
  return db
    .selectFrom('ledger_entries')
    .select(['seq', 'hash', 'body'])
    .where('repository_id', '=', chain.repository_id)
    .where('seq', '>', after)
    .where('seq', '<=', chain.head_seq ?? 0)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
}

function brokenLink(last: Link, row: Link & { readonly body: string }): string | null {
  if (row.seq !== last.seq + 1) return 'the entry is missing';
  if (entryHash(row.body) !== row.hash) return 'the entry does not match its hash';
  const { seq, prevHash } = decode<{ readonly seq: unknown; readonly prevHash: unknown }>(row.body);
  if (seq !== row.seq) return 'the entry was made for another place in the chain';
  return prevHash === last.hash ? null : 'the entry does not follow from the one before it';
}

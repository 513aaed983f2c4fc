import type { PullTarget } from '../effect/effect.ts';
import type { Facts } from '../policies/facts.ts';
import type { GateSettings } from '../policies/settings.ts';
import type { Verdict } from '../policies/verdict.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';

/** The gates' judgement of one head commit, with all that is needed to make it again. */
export interface Decision {
  readonly id: string;
  readonly repositoryId: number;
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
  readonly at: string;
  readonly facts: Facts;
  readonly verdicts: readonly Verdict[];
  /** The configuration text it was made under, and its SHA-256. */
  readonly configText: string;
  /** What the gates took from it. */
  readonly settings: GateSettings;
  readonly configDigest: string;
  readonly policyVersion: string;
  /** SHA-256 over head, base, verdicts and configuration: equal digests say the same. */
  readonly digest: string;
}

export type DecisionSummary = Pick<
  Decision,
  'id' | 'headSha' | 'baseRef' | 'at' | 'verdicts' | 'policyVersion'
>;

/** Inside a transaction that is open. */
export async function insertDecision({ sql }: Database, decision: Decision): Promise<void> {
  await sql
    .insertInto('decisions')
    .values({
      id: decision.id,
      repository_id: decision.repositoryId,
      number: decision.number,
      head_sha: decision.headSha,
      head_ref: decision.facts.pull.headRef,
      base_ref: decision.baseRef,
      at: new Date(decision.at),
      facts: JSON.stringify(decision.facts),
      verdicts: JSON.stringify(decision.verdicts),
      config_text: JSON.stringify(decision.configText),
      settings: JSON.stringify(decision.settings),
      config_digest: decision.configDigest,
      policy_version: decision.policyVersion,
      digest: decision.digest,
    })
    .execute();
}

/** Newest first. */
export async function listDecisions(
  { sql }: Database,
  pull: PullTarget,
  limit: number,
): Promise<readonly DecisionSummary[]> {
  const rows = await sql
    .selectFrom('decisions')
    .select(['id', 'head_sha', 'base_ref', 'at', 'verdicts', 'policy_version'])
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    headSha: row.head_sha,
    baseRef: row.base_ref,
    at: row.at.toISOString(),
    verdicts: decode(row.verdicts),
    policyVersion: row.policy_version,
  }));
}

export async function readDecision({ sql }: Database, id: string): Promise<Decision | null> {
  const row = await sql.selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id,
    repositoryId: row.repository_id,
    number: row.number,
    headSha: row.head_sha,
    baseRef: row.base_ref,
    at: row.at.toISOString(),
    facts: decode(row.facts),
    verdicts: decode(row.verdicts),
    configText: decode(row.config_text),
    settings: decode(row.settings),
    configDigest: row.config_digest,
    policyVersion: row.policy_version,
    digest: row.digest,
  };
}

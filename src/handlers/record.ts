import { createHash } from 'node:crypto';
import type { Obligation } from '../handoff/obligation.ts';
import type { RollbackStep } from '../handoff/rollback.ts';
import { POLICY_VERSION } from '../policies/evaluate.ts';
import type { Decision, Json, LedgerDraft, PullMemory } from '../store/store.ts';
import type { DecideInput, Standing } from './standing.ts';

/** The decision with all it was made from, so that it can be made again later. */
export function decisionOf(input: DecideInput, standing: Standing): Decision {
  const { memory, reading, now } = input;
  const { headSha, baseRef } = reading.facts.pull;
  const configDigest = sha256(JSON.stringify([reading.config.kind, reading.config.text, reading.settings]));
  const said = standing.verdicts.map(({ gate, outcome, code, seen, wanted, warnings }) => [
    gate,
    outcome,
    code,
    seen,
    wanted,
    warnings,
  ]);
  const digest = sha256(JSON.stringify([headSha, baseRef, said, configDigest, POLICY_VERSION]));
  return {
    id: `${memory.pull.repositoryId}-${memory.pull.number}-${now.toString(36)}-${digest.slice(0, 8)}`,
    repositoryId: memory.pull.repositoryId,
    number: memory.pull.number,
    headSha,
    baseRef,
    at: new Date(now).toISOString(),
    facts: reading.facts,
    verdicts: standing.verdicts,
    configText: reading.config.text,
    settings: reading.settings,
    configDigest,
    policyVersion: POLICY_VERSION,
    digest,
  };
}

export function decisionEntry({ memory, reading }: DecideInput, decision: Decision): LedgerDraft {
  return draftOf(memory, 'decision.made', {
    decision: decision.id,
    head: decision.headSha,
    base: decision.baseRef,
    mode: reading.config.config.mode,
    verdicts: decision.verdicts.map(({ gate, outcome, code }) => ({ gate, outcome, code })),
    facts: sha256(JSON.stringify(decision.facts)),
    config: decision.configDigest,
    policy: decision.policyVersion,
  });
}

/** What is owed, was reminded of, missed or settled, and where the proof is (H5). */
export function obligationEntry({ pull }: PullMemory, obligation: Obligation): LedgerDraft {
  return obligationDraft(`${pull.owner}/${pull.repo}#${pull.number}`, obligation);
}

/** The same about any subject; `more` says what it is about, where its id does not. */
export function obligationDraft(
  subject: string,
  obligation: Obligation,
  more: { readonly [key: string]: Json } = {},
): LedgerDraft {
  const { id, dueAt, remindedAt, missedAt, settled } = obligation;
  const kind =
    settled !== null ? 'settled' : missedAt !== null ? 'missed' : remindedAt !== null ? 'reminded' : 'opened';
  const data = { obligation: id, dueAt, ...(settled !== null && { settled: { ...settled } }), ...more };
  return { action: `obligation.${kind}`, subject, actor: settled?.by ?? 'ai-ops', data };
}

/** What became of a rollback, at whose word (H6). */
export function rollbackEntry(memory: PullMemory, { rollback, entry }: RollbackStep): LedgerDraft {
  return draftOf(memory, entry.action, entry.data, rollback.by.login);
}

/** A ledger entry about the PR, by the bot or by the person on whose word it acts. */
export function draftOf(memory: PullMemory, action: string, data: Json, actor = 'ai-ops'): LedgerDraft {
  const { owner, repo, number } = memory.pull;
  return { action, subject: `${owner}/${repo}#${number}`, actor, data };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

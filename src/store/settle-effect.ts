import { isCall } from '../effect/call.ts';
import { EFFECT_TRAITS, type Effect } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import type { DispatchOutcome } from '../handoff/state.ts';
import type { StoreContext } from './context.ts';
import { resolveDispatch } from './dispatches.ts';
import { requestEvaluation } from './evaluations.ts';
import { decode } from './json-text.ts';
import { appendToLedger, type LedgerDraft, lockChain } from './ledger.ts';
import { keepDraft } from './look-at-histories.ts';
import { lookAtIncident } from './look-at-incident.ts';
import { forgetOwnComment, keepApproval, keepOwnComment } from './own-comments.ts';
import type { EffectResult, Settlement } from './settlement.ts';
import { settlePage } from './watch-page.ts';
import { requestWatch } from './watch-requests.ts';
import { isOfWatch } from './watch-said.ts';

/** Comments of which a PR has one at most, kept up to date. */
const KEPT_AS = { sticky_comment: 'sticky', blast_comment: 'blast' } as const;

interface Settling {
  readonly key: string;
  readonly generation: number;
  readonly settlement: Settlement;
  readonly ledger: readonly LedgerDraft[];
}

/** Inside a transaction that is open. */
export async function settleEffect(context: StoreContext, settling: Settling): Promise<void> {
  const { database } = context;
  const { key, generation, settlement, ledger } = settling;
  const effect = database.sql.selectFrom('effects').where('key', '=', key);
  // The chain before the row, the order in which a commit locks them, so that the two cannot wait for each other.
  if (ledger.length > 0) {
    const { repository_id } = await effect.select('repository_id').executeTakeFirstOrThrow(missing(key));
    await lockChain(database, repository_id);
  }
  const row = await effect
    .select(['repository_id', 'payload', 'state', 'generation', 'tried_at', 'lane', 'seq'])
    .forUpdate()
    .executeTakeFirstOrThrow(missing(key));
  const open = row.state === 'pending' || row.state === 'unanswered';
  if (!open || row.state === settlement.kind || generation > row.generation) return;
  await appendToLedger(context, row.repository_id, ledger);
  const superseded = generation < row.generation;
  await database.sql
    .updateTable('effects')
    .set({
      state: superseded ? 'pending' : settlement.kind,
      withdrawn_for: settlement.kind === 'withdrawn' && !superseded ? settlement.code : null,
      ...(settlement.kind !== 'unanswered' && { tried_at: null, tried_before: null }),
      ...(settlement.kind === 'sent' && {
        result: JSON.stringify(settlement.result),
        sent_at: new Date(context.clock.now()),
      }),
    })
    .where('key', '=', key)
    .execute();
  if (row.lane !== null && settlement.kind !== 'unanswered') await wakeNextInLane(context, row.lane, row.seq);
  const triedAt = row.tried_at ?? new Date(context.clock.now());
  const settled = decode<Effect>(row.payload);
  await tellMemory(context, settled, { settlement, triedAt });
  if (isOfWatch(settled.kind))
    await requestWatch(context, row.repository_id, { reason: `${settled.kind} ${settlement.kind}` });
}

/** The next that waited for it need not wait for its own next try. */
async function wakeNextInLane({ database, wakeups }: StoreContext, lane: string, seq: number): Promise<void> {
  const next = await database.sql
    .selectFrom('effects')
    .select(['key', 'payload'])
    .where('lane', '=', lane)
    .where('seq', '>', seq)
    .where('state', '=', 'pending')
    .where('result', 'is', null)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (next === undefined) return;
  const { queue } = EFFECT_TRAITS[decode<Effect>(next.payload).kind];
  await wakeups.wake(queue, next.key, 'now');
}

function missing(key: string): () => CodedError {
  return () => new CodedError('AIOPS_BUG', `effect ${key} was settled but is not in the outbox`);
}

/** What the PR's memory learns from it. */
async function tellMemory(
  context: StoreContext,
  effect: Effect,
  { settlement, triedAt }: { readonly settlement: Settlement; readonly triedAt: Date },
): Promise<void> {
  const { database } = context;
  switch (effect.kind) {
    case 'dispatch':
      await resolveDispatch(context, effect.key, dispatchOutcome(effect.key, settlement, triedAt));
      await requestEvaluation(context, effect.pull, { reason: `dispatch ${settlement.kind}`, now: true });
      return;
    case 'approval_comment': {
      const { pull, handoffId } = effect;
      if (settlement.kind === 'sent') {
        const comment = writtenComment(settlement.result);
        await keepApproval(database, pull, { handoffId, outcome: { kind: 'posted', url: comment.url } });
        await keepOwnComment(database, pull, { kind: 'approval', handoffId, ...comment });
      } else if (settlement.kind === 'rejected') {
        await forgetOwnComment(database, pull, { kind: 'approval', handoffId });
        await keepApproval(database, pull, {
          handoffId,
          outcome: { kind: 'refused', detail: settlement.detail },
        });
      } else if (settlement.kind === 'withdrawn') {
        await keepApproval(database, pull, { handoffId, outcome: { kind: 'withdrawn' } });
      }
      await requestEvaluation(context, pull, { reason: `approval comment ${settlement.kind}`, now: true });
      return;
    }
    case 'sticky_comment':
    case 'blast_comment': {
      const which = { kind: KEPT_AS[effect.kind], handoffId: null };
      if (settlement.kind === 'rejected') await forgetOwnComment(database, effect.pull, which);
      if (settlement.kind !== 'sent') return;
      await keepOwnComment(database, effect.pull, { ...which, ...writtenComment(settlement.result) });
      return;
    }
    case 'slack_handoff':
      // The comments on the PR link it, so they are written again once it is there.
      if (settlement.kind === 'sent')
        await requestEvaluation(context, effect.pull, { reason: 'slack message sent' });
      return;
    case 'page':
    case 'episode_page':
      if (isCall(effect)) await settlePage(context, effect, settlement);
      return;
    case 'slack_incident':
      // What is owed is settled by the message itself, and by nothing else.
      if (settlement.kind === 'sent') await lookAtIncident(context, effect.incidentId);
      return;
    case 'slack_incident_note':
      // A line that Slack refused says nothing: then it is said in a message of its own.
      if (effect.note.says === 'status' && settlement.kind !== 'unanswered')
        await lookAtIncident(context, effect.incidentId);
      return;
    case 'history_pull':
      await keepDraft(context, effect, settlement);
      return;
    case 'rerun_run':
      await requestEvaluation(context, effect.pull, { reason: `rerun ${settlement.kind}` });
      return;
    default:
      return;
  }
}

function dispatchOutcome(key: string, settlement: Settlement, triedAt: Date): DispatchOutcome {
  switch (settlement.kind) {
    case 'sent':
      if (settlement.result.run === undefined) {
        throw new CodedError(
          'AIOPS_BUG',
          `dispatch ${key} was settled as sent without its run; please report this as a bug`,
        );
      }
      return { kind: 'sent', run: settlement.result.run };
    case 'unanswered':
      return { kind: 'unanswered', triedAt: triedAt.toISOString() };
    case 'withdrawn':
      return { kind: 'withdrawn', code: settlement.code };
    case 'rejected':
      return { kind: 'refused', detail: settlement.detail };
  }
}

function writtenComment({ id, nodeId, url, bodyDigest }: EffectResult) {
  if (id === undefined || nodeId === undefined || url === undefined || bodyDigest === undefined) {
    throw new CodedError(
      'AIOPS_BUG',
      'a comment was settled as sent without its id, node id, URL and digest; please report this as a bug',
    );
  }
  return { id, nodeId, url, bodyDigest };
}

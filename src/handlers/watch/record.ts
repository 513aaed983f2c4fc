import type { Episode, Measure, Rate } from '../../alerts/episode.ts';
import type { AlertAct } from '../../alerts/step.ts';
import { unreachable } from '../../errors.ts';
import type { Json, LedgerDraft } from '../../store/store.ts';
import { obligationDraft } from '../record.ts';
import type { WatchInput } from './input.ts';
import type { WeighedWatch } from './weigh.ts';

/**
 * What became of the episodes, what the bot does about them and what is owed, for the ledger. What it would do but
 * does not, since it only observes, is no entry.
 */
export function watchEntries({ memory }: WatchInput, weighed: WeighedWatch): readonly LedgerDraft[] {
  const subject = `${memory.repository.owner}/${memory.repository.repo}`;
  const byId = new Map(weighed.episodes.map((episode) => [episode.id, episode]));
  const ofActs = weighed.acts.flatMap((act) => {
    const episode = byId.get(act.episodeId);
    const entry = episode === undefined ? null : entryOf(act, episode, weighed.enforcing);
    return entry === null ? [] : [{ subject, actor: 'ai-ops', ...entry }];
  });
  const refused = weighed.changed.flatMap((episode) => {
    const before = memory.episodes.find(({ id }) => id === episode.id);
    return newlyNotDone(episode, before).map((rerun) => ({
      action: 'episode.no_rerun',
      subject,
      actor: 'ai-ops',
      data: { ...identity(episode), ...rerun },
    }));
  });
  const owed = weighed.owed.changed.map((obligation) => {
    const about = byId.get(obligation.about);
    return obligationDraft(subject, obligation, {
      since: obligation.since,
      ...(about !== undefined && { rule: about.rule }),
    });
  });
  return [...ofActs, ...refused, ...owed, ...dailyEntries(subject, weighed)];
}

function dailyEntries(subject: string, { daily }: WeighedWatch): readonly LedgerDraft[] {
  return daily.changed.map((obligation) =>
    obligationDraft(subject, obligation, { since: obligation.since, day: obligation.about }),
  );
}

function entryOf(
  act: AlertAct,
  episode: Episode,
  enforcing: boolean,
): { readonly action: string; readonly data: Json; readonly actor?: string } | null {
  const of = identity(episode);
  switch (act.act) {
    case 'say': {
      if (act.says === 'rerun' || act.says === 'paged' || act.says === 'called_again') return null;
      const handoff = 'handoffId' in act ? { handoff: act.handoffId } : {};
      return {
        action: `episode.${act.says}`,
        data: { ...of, ...handoff, seen: figures(episode.measure), enforced: enforcing },
        ...byWhom(act.says, episode),
      };
    }
    case 'rerun':
    case 'cancel': {
      if (!enforcing) return null;
      const { run, headSha } = act;
      return {
        action: act.act === 'rerun' ? 'episode.rerun' : 'episode.cancel',
        data: { ...of, run: run.runId, attempt: run.attempt, headSha },
      };
    }
    case 'page': {
      if (!enforcing) return null;
      const because = episode.paged?.because ?? null;
      const action = act.action === 'trigger' ? 'episode.paged' : 'episode.page_over';
      const { severity, nth } = act;
      const again = nth === 'again' ? { again: true } : {};
      return { action, data: { ...of, severity, because, ...again, seen: figures(episode.measure) } };
    }
    default:
      return unreachable(act);
  }
}

/** Somebody whom only PagerDuty knows, by their id there. */
function byWhom(
  says: Extract<AlertAct, { act: 'say' }>['says'],
  { acknowledged, heldDown }: Episode,
): { readonly actor?: string } {
  const id =
    says === 'acknowledged'
      ? acknowledged?.pagerduty
      : says === 'held_down'
        ? heldDown?.pagerduty
        : undefined;
  return id === undefined ? {} : { actor: `pagerduty:${id}` };
}

function identity({ id, rule, state }: Episode) {
  return { episode: id, rule, state: state.kind };
}

function newlyNotDone(episode: Episode, before: Episode | undefined) {
  return episode.reruns.flatMap(({ of, outcome }, index) => {
    const was = before?.reruns[index]?.outcome.kind;
    if (outcome.kind !== 'not_done' || was === 'not_done') return [];
    return [{ run: of.runId, attempt: of.attempt, because: outcome.because }];
  });
}

/** Counts and ids, never names: what an author calls a job is not put on record. */
function figures(measure: Measure): Json {
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return { raw: counted(measure.raw), confirmed: counted(measure.confirmed), window: measure.window };
    case 'verify_latency':
      return {
        limitMs: measure.limitMs,
        slow: measure.slow.map(({ runId, attempt, state }) => ({ run: runId, attempt, state })),
      };
    case 'handoff_lead_time':
      return {
        limitMs: measure.limitMs,
        late: measure.late.map(({ handoffId, since, segments }) => ({
          handoff: handoffId,
          since,
          segments: segments.map(({ name, of, ms, isOpen }) => ({ name, of, ms: Math.round(ms), isOpen })),
        })),
      };
    case 'severe':
      return { parts: measure.parts, smoke: counted(measure.smoke), verify: counted(measure.verify) };
  }
}

function counted({ failed, of }: Rate): Json {
  return { failed, of };
}

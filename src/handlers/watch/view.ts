import { type Episode, hasEnded, type LateHandoff, type Measure, type Rate } from '../../alerts/episode.ts';
import type { RunRef } from '../../alerts/run.ts';
import { blastKey } from '../../effect/blast.ts';
import type { EpisodeButton, EpisodeView } from '../../effect/episode.ts';
import { isInFlight } from '../../handoff/state.ts';
import { summarize } from '../../handoff/summary.ts';
import { playbookAt } from '../playbook.ts';
import { askedReruns } from './asked.ts';
import { incidentFor, stillCalls } from './calls.ts';
import { deedsOf } from './did.ts';
import type { WatchAround, WatchInput } from './input.ts';
import { nextOf } from './next.ts';
import type { WeighedWatch } from './weigh.ts';

/** All that one look tells people from. */
export interface ToldWatch {
  readonly input: WatchInput;
  readonly weighed: WeighedWatch;
  readonly around: WatchAround;
}

/**
 * All that a person is shown of an episode. The same world gives the same view, so that a message is edited only
 * where something has changed.
 */
export function episodeView(episode: Episode, told: ToldWatch): EpisodeView {
  const { input, around } = told;
  const { memory, seen } = input;
  const { config } = seen.config;
  const { percent, page_at: pageAt } = config.monitoring.smoke_failure_rate;
  const numbers = new Set(pullsIn(episode.measure, told.weighed));
  return {
    episode: { ...episode, measure: shownMeasure(episode.measure, input) },
    repository: memory.repository,
    repositoryUrl: seen.repositoryUrl,
    playbookUrl: playbookUrl(episode.rule, told.input),
    limits: { percent, pageAt },
    pulls: memory.pulls
      .filter(({ pull }) => numbers.has(pull.number))
      .map(({ pull: { number } }) => ({
        number,
        title: around.titles.get(number) ?? '',
        url: `${seen.repositoryUrl}/pull/${number}`,
      })),
    handoffs: memory.handoffs
      .filter(({ pull, handoff }) => numbers.has(pull.number) && isInFlight(handoff))
      .map(({ pull, handoff }) => ({
        pull: pull.number,
        state: handoff.state.kind,
        url: summarize(handoff.state).run?.url ?? null,
      })),
    blast: blastOf(episode, told),
    did: [...deedsOf(episode, told), ...askedReruns(episode, { ...memory, runs: seen.runs })].toSorted(
      (a, b) => Date.parse(a.at) - Date.parse(b.at),
    ),
    next: nextOf(episode, told),
    incident: shownIncident(episode, input),
    stillCalls: stillCalls(episode, input),
    stop: stopOf(input),
    insights: null,
    ledgerSeq: null,
  };
}

/** Of a late handoff that is over, what it took in the end, where it is remembered. */
function shownMeasure(measure: Measure, { memory }: WatchInput): Measure {
  if (measure.rule !== 'handoff_lead_time') return measure;
  const late = measure.late.map((one): LateHandoff => {
    const found = memory.handoffs.find(({ handoff }) => handoff.id === one.handoffId)?.handoff;
    if (found !== undefined && isInFlight(found)) return one;
    const tookMs = found === undefined ? null : Date.parse(found.state.since) - Date.parse(one.since);
    return { ...one, over: { tookMs } };
  });
  return { ...measure, late };
}

/** The newest failure of Verify that still stands. */
function blastOf({ measure, rule }: Episode, { input, around }: ToldWatch): EpisodeView['blast'] {
  if (rule !== 'verify_failure' && rule !== 'severe') return null;
  const numbers = pullsOf(measure);
  const found = around.blasts.find(({ pull, over }) => over === null && numbers.includes(pull.number));
  if (found === undefined || found.radius === null) return null;
  const key = blastKey(found.pull.repositoryId, found.pull.number);
  const commentUrl = input.memory.said.find((one) => one.key === key)?.url ?? null;
  return { radius: found.radius, commentUrl };
}

/** Numbers of the PRs that it is about, and of those whose handoff waits for one of its runs. */
export function pullsIn(measure: Measure, { nested }: Pick<WeighedWatch, 'nested'>): readonly number[] {
  const runs = new Set(badRuns(measure).map(({ runId }) => runId));
  return [...pullsOf(measure), ...nested.filter(({ runId }) => runs.has(runId)).map(({ pull }) => pull)];
}

/** Numbers of the PRs that it is about. */
export function pullsOf(measure: Measure): readonly number[] {
  if (measure.rule === 'handoff_lead_time') return measure.late.map(({ pull }) => pull);
  return badRuns(measure).flatMap(({ pulls }) => pulls);
}

/** The runs that failed or were slow. */
function badRuns(measure: Measure): readonly (RunRef & { readonly pulls: readonly number[] })[] {
  const bad = ({ runs }: Rate) => runs.filter(({ result }) => result !== 'success');
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure':
      return bad(measure.raw);
    case 'severe':
      return [...bad(measure.smoke), ...bad(measure.verify)];
    case 'verify_latency':
      return measure.slow;
    case 'handoff_lead_time':
      return [];
  }
}

/** Section of the playbooks on what a rule is about. */
export function playbookUrl(rule: Episode['rule'], { seen }: WatchInput): string {
  const { handoff, monitoring } = seen.config.config;
  return playbookAt(handoff.playbook, monitoring.playbook_sections[rule], seen);
}

function shownIncident(episode: Episode, input: WatchInput): EpisodeView['incident'] {
  const found = incidentFor(episode, input);
  if (found === null) return null;
  const { number, url, status, assignees } = found;
  return { number, url, status, assignees };
}

function stopOf({ seen: { stop } }: WatchInput): EpisodeView['stop'] {
  switch (stop.kind) {
    case 'none':
      return null;
    case 'unreadable':
      return { by: null, reason: null };
    case 'stopped':
      return { by: stop.by, reason: stop.reason };
  }
}

/** What can sensibly be asked for now; whether it is granted is decided when it is asked. */
export function buttonsOf(episode: Episode, { input }: ToldWatch): readonly EpisodeButton[] {
  if (hasEnded(episode)) return [];
  const { stop } = input.seen;
  const canRerun = stop.kind === 'none' && runToRepeat(episode) !== null;
  return [
    ...(episode.acknowledged === null ? (['acknowledge'] as const) : []),
    ...(canRerun ? (['rerun'] as const) : []),
    stop.kind === 'stopped' && stop.scope === 'repository' ? 'resume' : 'stop',
  ];
}

/** The newest run that it is about and that has ended, unless a re-run of it is on its way. */
export function runToRepeat({
  measure,
  reruns,
}: Episode): { readonly role: 'smoke' | 'verify'; readonly runId: number; readonly attempt: number } | null {
  if (reruns.some(({ outcome }) => outcome.kind === 'pending' || outcome.kind === 'cancelling')) return null;
  switch (measure.rule) {
    case 'smoke_failure_rate':
    case 'verify_failure': {
      const failed = measure.confirmed.runs.find(({ result }) => result !== 'success');
      const role = measure.rule === 'verify_failure' ? 'verify' : 'smoke';
      return failed === undefined ? null : { role, runId: failed.runId, attempt: failed.attempt };
    }
    case 'verify_latency': {
      const slow = measure.slow.find(({ state }) => state === 'ended');
      return slow === undefined ? null : { role: 'verify', runId: slow.runId, attempt: slow.attempt };
    }
    case 'handoff_lead_time':
    case 'severe':
      return null;
  }
}

/** Another state, re-run or stop makes each button another one. */
export function shownOf({ state, reruns, acknowledged }: Episode, { input }: ToldWatch): string {
  const { kind } = input.seen.stop;
  return `${state.kind}/${state.since}/${reruns.length}/${acknowledged?.at ?? ''}/${kind}`;
}

import { expect } from '@jest/globals';
import type { Episode, LateHandoff } from '../../src/alerts/episode.ts';
import type { RuleCall } from '../../src/alerts/incident.ts';
import type { AlertAct, AlertInput, DoneReruns } from '../../src/alerts/input.ts';
import type { FailedPart, RunResult, WatchedRun } from '../../src/alerts/run.ts';
import { type MonitoringSettings, monitoringSettings } from '../../src/alerts/settings.ts';
import { stepAlerts } from '../../src/alerts/step.ts';

const MINUTE = 60_000;
const EPOCH = Date.parse('2026-03-02T00:00:00.000Z');

/** Minutes since the story began, as ISO 8601. */
export const at = (minutes: number): string => new Date(EPOCH + Math.round(minutes * MINUTE)).toISOString();

export interface Given {
  readonly role?: WatchedRun['role'];
  readonly attempt?: number;
  readonly result?: RunResult | null;
  readonly status?: WatchedRun['status'];
  /** In minutes. */
  readonly asked: number;
  readonly started?: number | null;
  readonly ended?: number | null;
  readonly waited?: number;
  readonly waitingSince?: number | null;
  readonly head?: string;
  readonly branch?: string | null;
  readonly pulls?: readonly number[];
  readonly failed?: readonly (string | FailedPart)[];
  readonly partCount?: number | null;
  readonly eligible?: boolean;
}

export function run(runId: number, given: Given): WatchedRun {
  const { asked, ended = null, result = ended === null ? null : 'success' } = given;
  const { status = ended === null ? 'running' : 'completed', role = 'smoke', attempt = 1 } = given;
  const started = given.started === undefined ? asked : given.started;
  return {
    repositoryId: 7,
    role,
    workflowId: 1,
    workflowPath: `.github/workflows/${role}.yml`,
    runId,
    attempt,
    url: `https://github.test/runs/${runId}/${attempt}`,
    event: 'pull_request',
    headSha: given.head ?? `head-${runId}`,
    headBranch: given.branch === undefined ? 'change' : given.branch,
    eligible: given.eligible ?? true,
    pulls: given.pulls ?? [runId],
    status,
    result,
    times: {
      requestedAt: at(asked),
      startedAt: started === null ? null : at(started),
      waitedMs: (given.waited ?? 0) * MINUTE,
      waitingSince: given.waitingSince == null ? null : at(given.waitingSince),
      endedAt: ended === null ? null : at(ended),
    },
    failed: (given.failed ?? []).map((part) =>
      typeof part === 'string' ? { kind: 'item', name: part } : part,
    ),
    partCount: given.partCount ?? null,
    slowBy: [],
    seenUpdatedAt: at(ended ?? asked),
  };
}

export function handoff(handoffId: string, since: number, waitsFor: readonly string[] = []): LateHandoff {
  return {
    handoffId,
    pull: 1,
    since: at(since),
    runUrl: null,
    segments: [],
    waitsFor: waitsFor.map((name, id) => ({ kind: 'user', id, name })),
    approveUrl: null,
  };
}

/** A repository over time. Each look is made twice: the second must find nothing more to do. */
export class World {
  runs = new Map<string, WatchedRun>();
  episodes: readonly Episode[] = [];
  calls: readonly RuleCall[] = [];
  done: DoneReruns = [];
  handoffs: readonly LateHandoff[] = [];
  heads: AlertInput['heads'] | null = null;
  stopped = false;
  settings: MonitoringSettings;
  wakeAt: string | null = null;

  constructor(settings: unknown = {}) {
    this.settings = monitoringSettings.parse(settings);
  }

  put(...runs: readonly WatchedRun[]): this {
    for (const one of runs) this.runs.set(`${one.runId}.${one.attempt}`, one);
    return this;
  }

  /** So many good runs before the story, an hour apart. */
  calm(role: WatchedRun['role'], count = 7): this {
    for (let one = 1; one <= count; one += 1) {
      const asked = -60 * (count - one + 1);
      this.put(run((role === 'smoke' ? 1000 : 2000) + one, { role, asked, ended: asked + 5 }));
    }
    return this;
  }

  input(now: number): AlertInput {
    const runs = [...this.runs.values()];
    return {
      repositoryId: 7,
      settings: this.settings,
      runs,
      heads: this.heads ?? runs.flatMap(({ pulls, headSha }) => pulls.map((pull) => ({ pull, headSha }))),
      handoffs: this.handoffs,
      episodes: this.episodes,
      calls: this.calls,
      done: this.done,
      stopped: this.stopped,
      now: at(now),
    };
  }

  /** @returns what was done, in order */
  look(now: number): readonly string[] {
    const acts = this.acts(now);
    expect(this.acts(now)).toEqual([]);
    return acts.map(inShort);
  }

  acts(now: number): readonly AlertAct[] {
    const { episodes, acts, wakeAt } = stepAlerts(this.input(now));
    const changed = new Set(episodes.map(({ id }) => id));
    const day = Date.parse(at(now)) - 24 * 60 * MINUTE;
    this.episodes = [...this.episodes.filter(({ id }) => !changed.has(id)), ...episodes].filter(
      ({ state }) => state.kind !== 'resolved' || Date.parse(state.since) > day,
    );
    this.wakeAt = wakeAt;
    return acts;
  }

  /** The newest episode of a rule. */
  of(rule: Episode['rule']): Episode {
    const episode = this.episodes.filter((one) => one.rule === rule).at(-1);
    if (episode === undefined) throw new Error(`no episode of ${rule}`);
    return episode;
  }
}

export function inShort(act: AlertAct): string {
  const rule = act.episodeId.split(':')[1] ?? '';
  switch (act.act) {
    case 'rerun':
      return `rerun ${act.role} ${act.run.runId}.${act.run.attempt}`;
    case 'cancel':
      return `cancel ${act.run.runId}.${act.run.attempt}`;
    case 'say':
      return 'handoffId' in act ? `${rule}: ${act.says} ${act.handoffId}` : `${rule}: ${act.says}`;
    case 'page':
      return `${rule}: page ${act.action} ${act.severity}`;
  }
}

import type { Episode } from '../alerts/episode.ts';
import { hasEnded } from '../alerts/episode.ts';
import type { AlertAct, DoneReruns } from '../alerts/input.ts';
import { isCounted } from '../alerts/logical-runs.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { MonitoringSettings } from '../alerts/settings.ts';
import { stepAlerts } from '../alerts/step.ts';
import { DAY_MS, START_WITHIN_MS } from '../alerts/timing.ts';
import { NaiveRule } from './naive.ts';
import { RecentRuns } from './recent.ts';
import type { Service } from './service.ts';
import { Timeline } from './timeline.ts';

/** What came of a history. */
export interface Replayed {
  /** Runs that ended, however often each was tried. */
  readonly runs: number;
  /** As they were at the end, oldest first. */
  readonly episodes: readonly Episode[];
  /** In the order in which they were done. */
  readonly acts: readonly Done[];
  readonly naiveMessages: number;
}

/** `runs`: how many had ended by then, and `failedRuns` of them had failed at their first attempt. */
export type Done = AlertAct & { readonly at: string; readonly runs: number; readonly failedRuns: number };

/**
 * Feeds what a service ran to the alert machine, as if it happened now; the re-runs that it asks for are made.
 *
 * @param tell is told every now and then how many runs have ended
 */
export function replay(
  service: Service,
  settings: MonitoringSettings,
  tell: (runs: number) => void = () => {},
): Replayed {
  return new Replay(service, settings).played(tell);
}

const TELL_EVERY = 1_000;

class Replay {
  #service: Service;
  #settings: MonitoringSettings;
  #quickMs: number;
  #timeline: Timeline;
  #recent: RecentRuns;
  #naive: NaiveRule;
  #ended = new Set<number>();
  #failed = new Set<number>();
  #episodes = new Map<string, Episode>();
  #remembered: readonly Episode[] = [];
  #done: DoneReruns = [];
  #acts: Done[] = [];

  constructor(service: Service, settings: MonitoringSettings) {
    this.#service = service;
    this.#settings = settings;
    this.#quickMs = Math.min(settings.verify_latency.seconds * 1000, START_WITHIN_MS);
    this.#timeline = new Timeline(service.attempts, this.#quickMs);
    // Twice the window: as far as the machine looks back, with room for what has not ended.
    this.#recent = new RecentRuns(2 * settings.smoke_failure_rate.window);
    this.#naive = new NaiveRule(settings.smoke_failure_rate);
  }

  played(tell: (runs: number) => void): Replayed {
    let at = this.#timeline.nextAt();
    let told = 0;
    while (at !== null) {
      if (this.#ended.size >= told + TELL_EVERY) {
        told = this.#ended.size;
        tell(told);
      }
      for (const { run } of this.#timeline.takeUntil(at)) this.#see(run);
      const wakeAt = this.#isQuiet() ? null : this.#step(at);
      const next = this.#timeline.nextAt();
      // Once nothing happens any more, what is still open stays so.
      at = next === null || wakeAt === null ? next : Math.min(next, wakeAt);
    }
    return {
      runs: this.#ended.size,
      episodes: [...this.#episodes.values()],
      acts: this.#acts,
      naiveMessages: this.#naive.messages,
    };
  }

  #see(run: WatchedRun): void {
    this.#recent.put(run);
    if (run.status !== 'completed') return;
    this.#ended.add(run.runId);
    if (run.attempt > 1 || !run.eligible || run.role === 'handoff' || !isCounted(run)) return;
    if (run.result !== 'success') this.#failed.add(run.runId);
    this.#naive.see(run);
  }

  /** Nothing is wrong, nothing goes on: a step would come to nothing, and most of a long history is like that. */
  #isQuiet(): boolean {
    return this.#remembered.every(hasEnded) && this.#recent.areFine(this.#quickMs);
  }

  /** @returns when to look again, in milliseconds */
  #step(at: number): number | null {
    const now = new Date(at).toISOString();
    const isOfToday = (time: string) => at - Date.parse(time) < DAY_MS;
    this.#done = this.#done.filter((rerun) => isOfToday(rerun.at));
    this.#remembered = this.#remembered.filter((one) => !hasEnded(one) || isOfToday(one.state.since));
    const { episodes, acts, wakeAt } = stepAlerts({
      repositoryId: 0,
      settings: this.#settings,
      runs: this.#recent.all(),
      heads: this.#recent.heads(),
      handoffs: [],
      episodes: this.#remembered,
      calls: [],
      done: this.#done,
      nested: [],
      stopped: false,
      now,
    });
    for (const episode of episodes) this.#episodes.set(episode.id, episode);
    const changed = new Set(episodes.map(({ id }) => id));
    this.#remembered = [...this.#remembered.filter(({ id }) => !changed.has(id)), ...episodes];
    const counts = { runs: this.#ended.size, failedRuns: this.#failed.size };
    this.#acts.push(...acts.map((act) => ({ ...act, at: now, ...counts })));
    const refused = acts.filter((act) => this.#rerun(act, now) === 'refused');
    return refused.length > 0 ? this.#step(at) : wakeAt === null ? null : Date.parse(wakeAt);
  }

  #rerun(act: AlertAct, now: string): 'made' | 'refused' | null {
    if (act.act !== 'rerun') return null;
    const { role, headSha, run } = act;
    const attempt = this.#service.rerun(run, Date.parse(now));
    const refused = attempt === 'refused';
    this.#done = [
      ...this.#done,
      { runId: run.runId, headSha, role, at: now, notDone: refused ? 'refused' : null },
    ];
    if (typeof attempt !== 'string') this.#timeline.add(attempt);
    return refused ? 'refused' : 'made';
  }
}

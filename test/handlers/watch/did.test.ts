import { describe, expect, test } from '@jest/globals';
import type { Episode, Rule } from '../../../src/alerts/episode.ts';
import type { EpisodeDeed } from '../../../src/effect/episode.ts';
import { episodeNoteKey } from '../../../src/effect/episode-keys.ts';
import { incidentStopKeys } from '../../../src/effect/incident-stop.ts';
import { rerunKey } from '../../../src/handlers/watch/deeds.ts';
import { deedsOf } from '../../../src/handlers/watch/did.ts';
import type { SaidOfEpisode } from '../../../src/store/store.ts';
import { at, handoff, run, World } from '../../alerts/world.ts';
import { incident, look, said, type WatchGiven } from './given.ts';

const FAILED = { asked: 0, ended: 5, result: 'failure', head: 'head-1', pulls: [1] } as const;

/** `5 rerun verify 50 success`. */
function inShort(deed: EpisodeDeed): string {
  const minute = (Date.parse(deed.at) - Date.parse(at(0))) / 60_000;
  const runOf = (url: string) => /runs\/(\d+)/.exec(url)?.[1] ?? '';
  switch (deed.did) {
    case 'rerun':
      return `${minute} rerun ${deed.role} ${runOf(deed.url)} ${deed.came}`;
    case 'no_rerun':
      return `${minute} no rerun ${deed.role} ${runOf(deed.url)} ${deed.because}`;
    case 'cancelled':
      return `${minute} cancelled ${runOf(deed.url)}`;
    case 'paged':
      return `${minute} paged ${deed.because}`;
    case 'noted':
      return `${minute} noted #${deed.pull}`;
    case 'asked':
      return `${minute} asked ${deed.of.map(({ name }) => name).join(', ')}`;
    default:
      return `${minute} ${deed.did}`;
  }
}

const sent = (runId: number, minute: number, what: 'rerun' | 'cancel' = 'rerun'): SaidOfEpisode =>
  said(rerunKey(7, { runId, attempt: 1 }, what), minute, `${what}_watched`);

/** Smoke and Verify of one head have failed, and M1 has both re-run. */
function bothFailed(): World {
  const world = new World()
    .calm('smoke')
    .calm('verify')
    .put(run(1, { ...FAILED, failed: ['t1'] }), run(50, { ...FAILED, role: 'verify', failed: ['g1'] }));
  world.look(5);
  return world;
}

function did(world: World, rule: Rule, given: WatchGiven['memory'] = {}): readonly string[] {
  const memory = { said: [sent(1, 5), sent(50, 6)], ...given };
  const told = look(60, world.episodes, { memory, seen: { runs: [...world.runs.values()] } });
  return deedsOf(world.of(rule), told).map(inShort);
}

describe('what the bot did', () => {
  test('Verify that M1 had re-run is shown where Verify is what fails: it runs, it passed', () => {
    const world = bothFailed();
    expect(world.of('verify_failure').reruns).toEqual([]);
    expect(did(world, 'verify_failure')).toEqual(['6 rerun verify 50 running']);
    expect(did(world, 'smoke_failure_rate')).toEqual([
      '5 rerun smoke 1 running',
      '6 rerun verify 50 running',
    ]);

    world.put(run(50, { ...FAILED, role: 'verify', asked: 7, attempt: 2, ended: 12, result: 'success' }));
    world.look(12);
    expect(did(world, 'verify_failure')).toEqual(['6 rerun verify 50 success']);
    expect(did(world, 'smoke_failure_rate')).toContain('6 rerun verify 50 success');
  });

  test('how it ended shows though the episode that asked for it was over by then', () => {
    const world = bothFailed();
    const smoke = world.of('smoke_failure_rate');
    world.put(run(50, { ...FAILED, role: 'verify', asked: 7, attempt: 2, ended: 30, result: 'failure' }));
    world.episodes = world.episodes.map((one) =>
      one === smoke ? { ...one, state: { kind: 'resolved', since: at(20) } } : one,
    );
    expect(did(world, 'verify_failure')).toEqual(['6 rerun verify 50 failure']);
  });

  test('what was done for an episode that was over before is not what was done for this one', () => {
    const world = bothFailed();
    const smoke = world.of('smoke_failure_rate');
    world.episodes = world.episodes.map((one) =>
      one === smoke ? { ...one, state: { kind: 'resolved', since: at(4) } } : one,
    );
    expect(did(world, 'verify_failure')).toEqual([]);
  });

  test('on its way is not done; what GitHub did not take in time is said so', () => {
    const world = bothFailed();
    expect(did(world, 'smoke_failure_rate', { said: [] })).toEqual([]);
    world.look(16);
    expect(did(world, 'smoke_failure_rate', { said: [] })).toEqual([
      '5 no rerun smoke 1 not_taken',
      '5 no rerun verify 50 not_taken',
    ]);
  });

  test('that one did not re-run it is no news where another has', () => {
    const world = new World().calm('smoke').calm('verify');
    world.put(run(50, { ...FAILED, role: 'verify', failed: ['g1'] }));
    world.look(5);
    world.put(run(50, { ...FAILED, role: 'verify', asked: 6, attempt: 2, ended: 8, failed: ['g1'] }));
    world.put(run(1, { ...FAILED, ended: 9, failed: ['t1'] }));
    world.look(9);
    expect(world.of('smoke_failure_rate').reruns.map(({ outcome }) => outcome.kind)).toContain('not_done');
    expect(did(world, 'smoke_failure_rate')).toEqual([
      '5 rerun smoke 1 running',
      '6 rerun verify 50 failure',
    ]);
  });

  test('a severe one shows what was done for its parts, whom it called, and the stop of its incident', () => {
    const world = bothFailed();
    world.put(
      run(1, { ...FAILED, asked: 6, attempt: 2, ended: 11, failed: ['t1'] }),
      run(50, { ...FAILED, role: 'verify', asked: 7, attempt: 2, ended: 12, failed: ['g1'] }),
    );
    world.look(12);
    expect(world.of('severe').paged).not.toBeNull();
    const call = incident('severe', 13, 'triggered');
    const [stop = ''] = incidentStopKeys(call, 7);
    expect(
      did(world, 'severe', {
        said: [sent(1, 5), sent(50, 6), said(stop, 14, 'slack_notice')],
        incidents: [call],
      }),
    ).toEqual(['5 rerun smoke 1 failure', '6 rerun verify 50 failure', '12 paged severe', '14 stopped']);
  });

  test('a slow run that was cancelled to be re-run', () => {
    const world = new World().calm('verify').put(run(50, { role: 'verify', asked: 0 }));
    world.look(10);
    const cancelled = { said: [sent(50, 10, 'cancel')] };
    expect(did(world, 'verify_latency', cancelled)).toEqual(['10 cancelled 50']);
  });

  test('a late handoff: the note in its thread, and who was asked, also once nobody is waited for', () => {
    const world = new World();
    world.handoffs = [handoff('h1', 0, ['ann', 'bob'])];
    world.look(30);
    world.look(45);
    const key = (what: string) => episodeNoteKey(world.of('handoff_lead_time'), what);
    const said_ = [
      said(key('lead_time_note:h1'), 31, 'slack_episode_note'),
      said(key('approval_asked:h1'), 46, 'slack_episode_note'),
    ];
    expect(did(world, 'handoff_lead_time', { said: said_.slice(0, 1) })).toEqual(['31 noted #1']);
    world.handoffs = [handoff('h1', 0)];
    world.look(50);
    expect(did(world, 'handoff_lead_time', { said: said_ })).toEqual(['31 noted #1', '46 asked ann, bob']);
    world.handoffs = [];
    world.look(55);
    const over: Episode = world.of('handoff_lead_time');
    expect(over.state.kind).toBe('resolved');
    expect(did(world, 'handoff_lead_time', { said: said_ })).toEqual(['31 noted #1', '46 asked ann, bob']);
  });
});

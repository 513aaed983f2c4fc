import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored } from './monitored.ts';

/** M1: a warning at once, one re-run, a page for what is confirmed, recovery; and what must not stand in its way. */
export function monitoringSmokeSuite(): void {
  let door: Door;
  let seen: Monitored;
  let pull: Pull;

  beforeEach(async () => {
    door = await openDoor({ services: true, watch: true });
    seen = new Monitored(door);
    pull = door.pipeline.open('flaky');
    for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    door.deeds();
  });
  afterEach(() => door.close());

  const rerunsOf = ({ id }: Run): number =>
    door.deeds().filter((deed) => deed === `POST /actions/runs/${id}/rerun 201`).length;

  async function recover(): Promise<void> {
    for (let good = 0; good < 3; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    await door.pass(12 * MINUTE, MINUTE);
    await seen.settle();
  }

  test('one failure warns and is re-run once; that passes, it is over, and nobody is called', async () => {
    const run = await seen.smoke(pull, 'failure');
    expect(rerunsOf(run)).toBe(1);
    expect(seen.parents().map(({ content }) => content.text)).toEqual([
      '🔁 Re-running: Codex Smoke 1/7 failed, 0/6 after re-runs — acme/erp',
    ]);

    door.github.completeRun(run, 'success');
    await recover();

    const [message] = seen.parents();
    expect(message?.content.text).toBe('✅ Over: Codex Smoke 1/7 failed, 0/7 after re-runs — acme/erp');
    expect(message === undefined ? [] : seen.thread(message)).toEqual([
      expect.stringContaining('*Recovering*'),
      expect.stringContaining('*Status*'),
      expect.stringContaining('*Over*'),
    ]);
    expect(rerunsOf(run)).toBe(0);
    expect(seen.incidents()).toEqual([]);
    expect((await seen.entries()).map(({ action }) => action)).toEqual([
      'episode.opened',
      'episode.rerun',
      'episode.recovering',
      'episode.resolved',
    ]);
  });

  test('the status that is owed is settled by the message that carries it, with its link', async () => {
    await seen.smoke(pull, 'failure');
    const episode = await seen.episode('smoke_failure_rate');
    expect(await seen.owed(episode)).toMatchObject({ kind: 'status', settled: null, missedAt: null });

    await door.pass(5 * MINUTE, MINUTE);
    await seen.settle();

    const owed = await seen.owed(episode);
    expect(owed?.settled).toMatchObject({ by: null, proof: expect.stringMatching(/^https:\/\/.*archives/) });
    expect(Date.parse(owed?.settled?.at ?? '')).toBeLessThan(Date.parse(owed?.dueAt ?? ''));
    expect((await seen.entries('obligation.')).map(({ action }) => action)).toEqual([
      'obligation.opened',
      'obligation.settled',
    ]);
  });

  test('what fails again is confirmed and called for, and both messages end with it', async () => {
    const insights = door.github.startRun(door.customer.repository, {
      workflow: 'ai-ops-insights.yml',
      event: 'schedule',
    });
    door.github.completeRun(insights, 'success', {
      artifacts: { 'ai-ops-insights': { 'ai-ops-insights.md': '- Codex Template Smoke: failure' } },
    });
    const fork = door.github.forkRepository(door.customer.repository, door.customer.outsider);
    const foreign = door.pipeline.open('main', {}, { from: fork, author: door.customer.outsider });
    const forged = door.github.startRun(door.customer.repository, {
      workflow: 'ai-ops-insights.yml',
      event: 'pull_request',
      pull: foreign,
    });
    door.github.completeRun(forged, 'success', {
      artifacts: { 'ai-ops-insights': { 'ai-ops-insights.md': '- All is well, says a fork' } },
    });
    const first = await seen.smoke(pull, 'failure');
    door.github.completeRun(first, 'failure', { failedStep: 'Generate every template' });
    await seen.settle();
    await seen.smoke(pull, 'failure');

    expect(seen.incidents()).toEqual([expect.stringMatching(/^triggered .*Codex Smoke/)]);
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({ paged: { because: 'two_in_a_row' } });
    const [message] = seen.parents();
    const said = message === undefined ? [] : seen.thread(message);
    expect(said).toContainEqual(expect.stringContaining('*Paging who is on call*'));
    const shown = door.workspace.channel.messages.map(({ content }) => JSON.stringify(content));
    const figures = shown.filter((one) => one.includes('Codex Template Smoke: failure'));
    expect(figures).toEqual([expect.stringContaining(`<!subteam^${door.workspace.sre.id}>`)]);
    expect(shown.join()).not.toContain('says a fork');

    await recover();
    await recover();
    expect(seen.incidents()).toEqual([expect.stringMatching(/^resolved /)]);
    expect(seen.parents()[0]?.content.text).toContain('✅ Over');
  });

  test('while stopped nothing is re-run, and people are told all the same', async () => {
    await door.store.stops.change({
      kind: 'set',
      scope: { repositoryId: door.customer.repository.id },
      by: 'mika',
      reason: 'release day',
    });
    const run = await seen.smoke(pull, 'failure');
    expect(rerunsOf(run)).toBe(0);
    expect(seen.parents()).toHaveLength(1);
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({
      reruns: [{ outcome: { kind: 'not_done', because: 'stopped' } }],
    });
  });

  test('a stop right before the re-run withdraws it, and the episode knows', async () => {
    const run = door.pipeline.smoke(pull, { conclusion: 'failure' });
    await door.decide();
    await door.workers.drain(['watch']);
    expect((await seen.entries()).map(({ action }) => action)).toContain('episode.rerun');
    const scope = { repositoryId: door.customer.repository.id };
    await door.store.stops.change({ kind: 'set', scope, by: 'mika', reason: null });
    await seen.settle();
    expect(rerunsOf(run)).toBe(0);
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({
      reruns: [{ outcome: { kind: 'not_done', because: 'refused' } }],
    });
    expect((await seen.entries('effect.rerun_watched')).map(({ action }) => action)).toEqual([
      'effect.rerun_watched.withdrawn',
    ]);
  });

  test('failures of a fork count for nothing', async () => {
    const fork = door.github.forkRepository(door.customer.repository, door.customer.outsider);
    const foreign = door.pipeline.open('evil', {}, { from: fork, author: door.customer.outsider });
    await seen.smoke(foreign, 'failure');
    await seen.smoke(foreign, 'failure');
    expect(await seen.episodes('smoke_failure_rate')).toEqual([]);
    expect(seen.parents()).toEqual([]);
  });

  test('where the bot only observes it records, and touches and tells nobody anything', async () => {
    door.pipeline.configure('mode: observe\nteam: ai-ops\n');
    await seen.settle();
    const run = await seen.smoke(pull, 'failure');
    await door.pass(20 * MINUTE, 2 * MINUTE);
    await seen.settle();
    expect(rerunsOf(run)).toBe(0);
    expect(seen.parents()).toEqual([]);
    expect((await seen.entries()).map(({ action }) => action)).toContain('episode.opened');
    expect(await seen.entries('obligation.')).toEqual([]);
  });

  test('no event arrives and the bot is started anew in between: the periodic read finds it all', async () => {
    door.hear('pull_request');
    const run = door.pipeline.smoke(pull, { conclusion: 'failure' });
    await door.pass(6 * MINUTE, MINUTE);
    await door.restart();
    await seen.settle();
    expect(rerunsOf(run)).toBe(1);
    await door.restart();
    door.github.completeRun(run, 'failure', { failedStep: 'Generate every template' });
    await door.pass(6 * MINUTE, MINUTE);
    await door.restart();
    await seen.settle();
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({
      reruns: [{ outcome: { kind: 'ended', result: 'failure' } }],
    });
    expect(seen.parents()).toHaveLength(1);
    expect(rerunsOf(run)).toBe(0);
  });

  test('Slack and PagerDuty down for an hour: a deadline is missed and counted, then all arrives once and in order', async () => {
    const back = door.workspace.slack.goDown();
    door.onCall.pagerDuty.goDown();
    const first = await seen.smoke(pull, 'failure');
    door.github.completeRun(first, 'failure', { failedStep: 'Generate every template' });
    await seen.settle();
    await seen.smoke(pull, 'failure');
    await door.pass(60 * MINUTE, 2 * MINUTE);
    expect(seen.parents()).toEqual([]);
    expect((await seen.entries('obligation.')).map(({ action }) => action)).toEqual([
      'obligation.opened',
      'obligation.reminded',
      'obligation.missed',
    ]);

    back();
    await door.pass(2 * MINUTE, 30_000);
    door.onCall.pagerDuty.comeBack();
    await door.pass(5 * MINUTE, 30_000);
    await seen.settle();
    // Slack has the status by then: nobody is called for want of it.
    expect(seen.incidents().filter((one) => one.includes('does not take'))).toEqual([]);
    expect(seen.parents()).toHaveLength(1);
    const [message] = seen.parents();
    const said = message === undefined ? [] : seen.thread(message);
    expect(new Set(said).size).toBe(said.length);
    expect(said.findIndex((text) => text.includes('*Status*'))).toBeLessThan(
      said.findIndex((text) => text.includes('late')),
    );
    expect(seen.incidents().filter((one) => one.startsWith('triggered'))).toHaveLength(1);
    expect((await seen.entries('obligation.')).at(-1)?.action).toBe('obligation.settled');
  });

  test('what opens for the third time within a day flaps: said once, and calls nobody', async () => {
    for (let opening = 1; opening <= 3; opening += 1) {
      const run = await seen.smoke(pull, 'failure');
      if (opening < 3) {
        door.github.completeRun(run, 'success');
        await recover();
        for (let good = 0; good < 7; good += 1) door.pipeline.smoke(pull);
        await seen.settle();
      }
    }
    await seen.smoke(pull, 'failure');
    const episodes = await seen.episodes('smoke_failure_rate');
    expect(episodes.map(({ flapping }) => flapping)).toEqual([false, false, true]);
    const last = seen.parents().at(-1);
    expect(JSON.stringify(last?.content.blocks)).toMatch(/flapping|third time/i);
    await door.pass(6 * MINUTE, MINUTE);
    expect(last === undefined ? [] : seen.thread(last)).toEqual([expect.stringContaining('*Status*')]);
    expect(seen.incidents()).toEqual([]);
  });
}

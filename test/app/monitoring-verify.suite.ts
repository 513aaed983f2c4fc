import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored, SECOND } from './monitored.ts';

const JOB = { job: 'verify', step: 'Run the scenarios' };

/** M2: noticed at 600 seconds while it runs; cancelled, re-run once; what is slow again is called for. */
export function monitoringVerifySuite(): void {
  let door: Door;
  let seen: Monitored;
  let pull: Pull;

  beforeEach(async () => {
    door = await openDoor({
      services: true,
      watch: true,
      config: `${CUSTOMER_CONFIG}escalation: { product: S0PRODUCT, security: S0SECURITY }\n`,
    });
    seen = new Monitored(door);
    pull = door.pipeline.open('slow');
    door.pipeline.verify(pull);
    await seen.settle();
    door.deeds();
  });
  afterEach(() => door.close());

  function begin(): Run {
    return door.github.startRun(door.customer.repository, {
      workflow: 'ai-ops-langgraph-verify.yml',
      event: 'workflow_dispatch',
      branch: pull.headRef,
      actor: door.customer.maintainer,
    });
  }

  const deedsOn = ({ id }: Run): readonly string[] =>
    door
      .deeds()
      .filter((deed) => deed.includes(`/actions/runs/${id}/`))
      .map((deed) => deed.replace(/.*\/(\w+) (\d+)$/, '$1 $2'));

  test('at 600 seconds a run that goes on is cancelled and run again; still slow, somebody is called', async () => {
    const run = begin();
    door.github.progress(run, JOB);
    await seen.settle();
    await door.pass(8 * MINUTE, MINUTE);
    expect(await seen.episodes('verify_latency')).toEqual([]);

    await door.pass(2 * MINUTE, 15 * SECOND);
    await seen.settle();
    expect(deedsOn(run)).toEqual(['cancel 202', 'rerun 201']);
    expect(seen.parents()).toHaveLength(1);
    expect(seen.incidents()).toEqual([]);

    door.github.progress(run, JOB);
    await seen.settle();
    await door.pass(11 * MINUTE, MINUTE);
    await seen.settle();
    expect(deedsOn(run)).toEqual([]);
    expect(seen.incidents()).toEqual([expect.stringMatching(/^triggered .*Verify/)]);
  });

  test('what was cancelled for being slow has no blast radius; its re-run that fails has', async () => {
    const comments = (): readonly string[] =>
      pull.comments.map(({ body }) => body).filter((body) => body.includes('<!-- ai-ops:blast:'));
    const run = begin();
    door.github.progress(run, JOB);
    await seen.settle();
    await door.pass(11 * MINUTE, 30 * SECOND);
    await seen.settle();
    expect(deedsOn(run)).toEqual(['cancel 202', 'rerun 201']);
    expect(comments()).toEqual([]);
    door.github.completeRun(run, 'failure', { failedJob: 'verify', failedStep: 'Run the scenarios' });
    await seen.settle();
    expect(comments()).toEqual([expect.stringContaining('Blast radius: LangGraph Verify failed on')]);
    door.github.closePull(pull);
    await door.restart();
    await door.pass(6 * MINUTE, MINUTE);
    await seen.settle();
    expect(comments()).toEqual([
      expect.stringContaining('This pull request was closed without being merged.'),
    ]);
    expect(comments()[0]).toContain('<details>');
  });

  test('the bot is started anew while a run goes on: its time is kept', async () => {
    const run = begin();
    door.github.progress(run, JOB);
    await seen.settle();
    door.hear();
    await door.restart();
    await door.pass(11 * MINUTE, 30 * SECOND);
    expect(await seen.episodes('verify_latency')).toHaveLength(1);
  });

  test('one that waits in the queue for long is told of and left alone', async () => {
    const run = begin();
    await door.pass(12 * MINUTE, MINUTE);
    await seen.settle();
    expect(deedsOn(run)).toEqual([]);
    expect(await seen.episode('verify_latency')).toMatchObject({
      reruns: [{ outcome: { kind: 'not_done', because: 'still_queued' } }],
    });
    expect(seen.parents()).toHaveLength(1);
  });

  test('what was owed about the parts of a severe failure is settled by its status alone', async () => {
    for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    const smoke = door.pipeline.smoke(pull, { conclusion: 'failure' });
    const verify = door.pipeline.verify(pull, 'failure');
    await seen.settle();
    const parts = [await seen.episode('smoke_failure_rate'), await seen.episode('verify_failure')];
    for (const part of parts) expect(await seen.owed(part)).toMatchObject({ settled: null });
    for (const run of [smoke, verify]) door.github.completeRun(run, 'failure');
    await door.restart();
    await seen.settle();
    const severe = await seen.episode('severe');
    const own = await seen.owed(severe);
    expect(own).toMatchObject({ missedAt: null, settled: { proof: expect.any(String) } });
    for (const part of parts)
      expect(await seen.owed(part)).toMatchObject({ missedAt: null, settled: own?.settled });
    await door.pass(20 * MINUTE, 2 * MINUTE);
    const said = seen
      .parents()
      .map((parent) => seen.thread(parent).filter((text) => text.includes('*Status*')));
    expect(said.filter((lines) => lines.length > 0)).toEqual([[expect.stringContaining('*Status*')]]);
    expect(await seen.entries('obligation.missed')).toEqual([]);
  });

  test('Codex Smoke and Verify failing together are severe: Product and Security are told at once', async () => {
    for (const fail of [1, 2]) {
      door.pipeline.smoke(pull, { conclusion: 'failure' });
      door.pipeline.verify(pull, 'failure');
      await seen.settle();
      expect(fail).toBeGreaterThan(0);
    }
    await door.pass(40 * MINUTE, 2 * MINUTE);
    await seen.settle();
    expect(await seen.episodes('severe')).toHaveLength(1);
    expect(seen.incidents().filter((one) => one.startsWith('triggered'))).not.toEqual([]);
    const { messages } = door.workspace.channel;
    const called = messages.filter(({ content }) => content.text.includes('<!subteam^S0PRODUCT>'));
    expect(called.map(({ content }) => content.text)).toEqual([
      expect.stringMatching(
        new RegExp(
          `<!subteam\\^S0PRODUCT>.*<!subteam\\^S0SECURITY>.*<!subteam\\^${door.workspace.sre.id}>.*paging who is on call`,
        ),
      ),
    ]);
    const broadcasts = messages.filter(
      ({ threadTs, isBroadcast }) => threadTs === called[0]?.threadTs && isBroadcast,
    );
    expect(broadcasts).toEqual(called);
    expect(seen.shown(/^🚨 SEVERE/u)).toMatch(
      /The bot did.*re-ran LangGraph Verify>.*re-ran Codex Smoke>.*paged who is on call/,
    );
    expect(seen.shown(/: LangGraph Verify \d\/\d failed/)).toMatch(/The bot did.*re-ran LangGraph Verify/);
  });
}

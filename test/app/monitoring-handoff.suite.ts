import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored } from './monitored.ts';
import { messageOf } from './slack-seen.ts';

const HELD_UP = /takes 3\d min \(limit 45 min\), held up by deploy approval/;

/** M3: a note at 30 minutes, an alert at 45, whoever may approve asked by name. */
export function monitoringHandoffSuite(): void {
  let door: Door;
  let seen: Monitored;

  beforeEach(async () => {
    door = await openDoor({ services: true, watch: true });
    seen = new Monitored(door);
  });
  afterEach(() => door.close());

  test('a stuck approval: a note in its thread at 30 minutes, an alert at 45 that asks who may approve', async () => {
    const pull = await door.ready('stuck');
    const run = door.pipeline.handoffRun();
    door.github.setRole(door.customer.repository, { user: door.customer.maintainer, role: 'maintain' });
    door.pipeline.handoffStep(run, 'Review the pull request');
    await seen.settle();
    door.github.holdJob(run, 'handoff');
    await seen.settle();

    await door.pass(31 * MINUTE, 3 * MINUTE);
    await seen.settle();
    const thread = seen.thread(messageOf(door, pull));
    expect(thread.filter((text) => HELD_UP.test(text))).toHaveLength(1);
    expect(seen.parents()).toEqual([]);

    await door.restart();
    await door.pass(15 * MINUTE, 3 * MINUTE);
    await seen.settle();
    expect(seen.parents()).toHaveLength(1);
    const { mika } = door.workspace.people;
    const after = seen.thread(messageOf(door, pull));
    expect(after.filter((text) => text.includes(`<@${mika.id}>`))).toEqual([
      expect.stringContaining('*please approve*'),
    ]);
    expect(after.filter((text) => HELD_UP.test(text))).toHaveLength(1);
    const { measure } = await seen.episode('handoff_lead_time');
    expect(measure).toMatchObject({
      late: [
        {
          pull: pull.number,
          waitsFor: expect.arrayContaining([expect.objectContaining({ name: 'mika' })]),
          segments: expect.arrayContaining([
            expect.objectContaining({ name: 'deploy_approval', of: 'people', isOpen: true }),
          ]),
        },
      ],
    });
    expect(seen.incidents()).toEqual([]);
    expect(seen.shown(/Auto Handoff of/)).toMatch(/\*Under way since\*.*\*People warned\*/);
    expect(seen.shown(/Auto Handoff of/)).toMatch(
      /\*Next\*\\nit waits for the approval of .*mika.*; somebody is called .* if it is still late/,
    );
    expect(seen.shown(/Auto Handoff of/)).toMatch(
      /wrote in the thread of #\d+ where its time went.*asked .*mika.* to approve #/,
    );

    door.github.completeRun(run, 'failure');
    await seen.settle();
    expect(await seen.episode('handoff_lead_time')).toMatchObject({ state: { kind: 'resolved' } });
    expect(seen.parents()[0]?.content.text).toMatch(
      /^✅ Over: Auto Handoff of #\d+ took 4\d min \(limit 45 min\)/u,
    );
    expect(seen.shown(/Auto Handoff of/)).toMatch(/Over since .*, .* after people were warned/);
    expect(seen.shown(/Auto Handoff of/)).not.toContain('so far');
    expect(seen.shown(/Auto Handoff of/)).toMatch(/wrote in the thread of .*asked .*mika/);
  });

  test('a slow Verify run that a handoff started itself is told of and left alone: the handoff ends well', async () => {
    const pull = await door.ready('nested');
    const verify = door.pipeline.endHandoff(door.pipeline.handoffRun());
    door.github.progress(verify, { job: 'verify', step: 'Run the scenarios' });
    await seen.settle();
    await door.pass(6 * MINUTE, MINUTE);
    await door.restart();
    await door.pass(6 * MINUTE, MINUTE);
    await seen.settle();
    expect(door.deeds().filter((deed) => deed.includes(`/actions/runs/${verify.id}/`))).toEqual([]);
    expect(await seen.episode('verify_latency')).toMatchObject({
      reruns: [{ of: { runId: verify.id }, outcome: { kind: 'not_done', because: 'handoff_waits' } }],
    });
    const [message] = seen.parents();
    const shown = JSON.stringify(message?.content.blocks);
    expect(shown).toContain('a handoff waits for its result');
    expect(shown).toMatch(new RegExp(`handoffs of <[^>]*\\|#${pull.number}> \\(running\\)`));
    door.pipeline.endNestedVerify(verify);
    await seen.settle();
    expect(JSON.stringify(messageOf(door, pull).content.blocks)).toContain('✅ approved');
  });

  test('one that fails is not run again: the handoff fails by it', async () => {
    const pull = await door.ready('nested');
    const verify = door.pipeline.endHandoff(door.pipeline.handoffRun());
    await seen.settle();
    door.pipeline.endNestedVerify(verify, 'failure');
    // The look at the runs comes first: else the handoff is over, and a re-run confuses nobody any more.
    await door.store.watches.request({ repositoryId: door.customer.repository.id }, 'test', { now: true });
    await door.workers.drain(['watch']);
    expect(await seen.episode('verify_failure')).toMatchObject({
      reruns: [{ outcome: { kind: 'not_done', because: 'handoff_waits' } }],
    });
    await seen.settle();
    expect(door.deeds().filter((deed) => deed.includes(`/actions/runs/${verify.id}/`))).toEqual([]);
    expect(messageOf(door, pull).content.text).toMatch(/failed/i);
  });
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import { type Door, openDoor } from './door.ts';
import { seenIn } from './incidents-seen.ts';
import { MINUTE, Monitored } from './monitored.ts';
import { type SlackPeople, slackPeopleOf } from './slack-people.ts';
import { buttonsOf, headerOf } from './slack-seen.ts';

/** What people do about an episode in PagerDuty counts in Slack, and the other way round. */
export function monitoringCallsSuite(): void {
  let door: Door;
  let seen: Monitored;
  let people: SlackPeople;
  let pull: Pull;
  const at = seenIn(() => door);

  async function opened(): Promise<void> {
    door = await openDoor({ services: true, watch: true, incidents: true });
    seen = new Monitored(door);
    people = slackPeopleOf(door);
    pull = door.pipeline.open('called');
    for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    const first = await seen.smoke(pull, 'failure');
    door.github.completeRun(first, 'failure', { failedStep: 'Generate every template' });
    await seen.settle();
    await seen.smoke(pull, 'failure');
    expect(await episode()).toMatchObject({ paged: { because: 'two_in_a_row' }, acknowledged: null });
  }

  const episode = () => seen.episode('smoke_failure_rate');
  const incidents = (): readonly Incident[] => door.onCall.pagerDuty.world.incidents;
  const newest = (): Incident => {
    const incident = incidents().at(-1);
    if (incident === undefined) throw new Error('there is no incident');
    return incident;
  };
  const message = (): Message => {
    const found = seen.parents().find((one) => headerOf(one)?.includes('Codex Smoke failures'));
    if (found === undefined) throw new Error('there is no message');
    return found;
  };
  const shown = (): string => JSON.stringify(message().content.blocks);
  const said = (what: RegExp): readonly string[] => seen.thread(message()).filter((text) => what.test(text));

  describe('who acknowledges it in PagerDuty, or resolves it there though it is wrong', () => {
    beforeAll(opened);
    afterAll(() => door.close());

    test('has it, which Slack shows within seconds', async () => {
      const ren = at.person('Ren Ito');
      door.onCall.pagerDuty.acknowledge(newest(), ren);
      await door.settle();
      await door.pass(12_000, 3_000);
      expect(await episode()).toMatchObject({ acknowledged: { by: 'Ren Ito', pagerduty: ren.id } });
      await seen.settle();
      expect(shown()).toContain('Ren Ito, since');
      expect(shown()).not.toContain('goes on calling');
      expect(buttonsOf(message())).not.toContain('acknowledge');
      // Once, by the incident's own line.
      expect(said(/👀/u)).toEqual([expect.stringMatching(/Acknowledged by Ren Ito/)]);
      expect((await seen.entries('episode.acknowledged')).map(({ actor }) => actor)).toEqual([
        `pagerduty:${ren.id}`,
      ]);
    });

    test('is given half an hour of quiet, which the message shows', async () => {
      door.onCall.pagerDuty.resolve(newest(), at.person('Ren Ito'));
      await seen.settle();
      expect(await episode()).toMatchObject({ heldDown: { by: 'Ren Ito', recalledAt: null } });
      expect(shown()).toMatch(/🔕 Resolved in PagerDuty by Ren Ito, .* though it is still wrong/u);
      expect(shown()).toContain('somebody is called again');
      expect((await seen.entries('episode.held_down')).map(({ actor }) => actor)).toEqual([
        `pagerduty:${at.person('Ren Ito').id}`,
      ]);
      await door.pass(14 * MINUTE, MINUTE);
      await door.restart();
      await door.pass(14 * MINUTE, MINUTE);
      expect(incidents()).toHaveLength(1);
      expect(said(/calling again/)).toEqual([]);
    });

    test('then somebody is called again with a note, once, and nobody has it any more', async () => {
      await door.pass(3 * MINUTE, 30_000);
      await seen.settle();
      expect(incidents()).toHaveLength(2);
      expect(newest()).toMatchObject({ status: 'triggered' });
      expect(said(/calling again/)).toEqual([
        expect.stringMatching(
          /📟 \*Still wrong, calling again\*: Ren Ito resolved the incident in PagerDuty/u,
        ),
      ]);
      expect(await episode()).toMatchObject({ acknowledged: null });
      expect(shown()).toContain(`PagerDuty #${newest().number}`);
      expect(shown()).not.toContain('🔕');
      expect(buttonsOf(message())).toContain('acknowledge');
    });

    test('the second time it stays resolved', async () => {
      door.onCall.pagerDuty.resolve(newest(), at.person('Aoi Sato'));
      await door.pass(70 * MINUTE, 5 * MINUTE);
      await seen.settle();
      expect(incidents()).toHaveLength(2);
      expect(said(/calling again/)).toHaveLength(1);
    });

    test('the end of an episode is nobody’s doing, and the next one calls as ever', async () => {
      for (let good = 0; good < 6; good += 1) await seen.smoke(pull, 'success');
      await door.pass(15 * MINUTE, MINUTE);
      await seen.settle();
      expect(await episode()).toMatchObject({ state: { kind: 'resolved' } });
      const run = await seen.smoke(pull, 'failure');
      door.github.completeRun(run, 'failure', { failedStep: 'Generate every template' });
      await seen.settle();
      await seen.smoke(pull, 'failure');
      await seen.settle();
      expect(incidents()).toHaveLength(3);
      expect(await episode()).toMatchObject({ paged: {}, acknowledged: null, heldDown: null });
      for (let good = 0; good < 6; good += 1) await seen.smoke(pull, 'success');
      await door.pass(60 * MINUTE, 2 * MINUTE);
      expect(incidents().map(({ status }) => status)).toEqual(['resolved', 'resolved', 'resolved']);
      expect((await seen.entries('episode.held_down')).length).toBe(1);
    });
  });

  describe('who says in Slack that they have it', () => {
    beforeAll(opened);
    afterAll(() => door.close());

    const acknowledged = () =>
      door.onCall.pagerDuty.service.requests.filter(({ method }) => method === 'PUT');

    test('acknowledges the incident in their own name, once', async () => {
      await people.press(message(), 'acknowledge', door.workspace.people.mika);
      await seen.settle();
      expect(newest()).toMatchObject({ status: 'acknowledged', acknowledgers: [at.person('Mika Tanaka')] });
      expect(acknowledged().map(({ headers, status }) => [headers.from, status])).toEqual([
        ['mika.tanaka@example.com', 200],
      ]);
      expect(said(/has it/)).toEqual([expect.stringMatching(/^👀 mika has it/u)]);
      expect(await episode()).toMatchObject({ acknowledged: { by: 'mika' } });
      expect(shown()).not.toContain('goes on calling');
    });

    test('is told where PagerDuty goes on calling, since it knows them not', async () => {
      door.onCall.pagerDuty.resolve(newest(), at.person('Mika Tanaka'));
      await door.pass(33 * MINUTE, 3 * MINUTE);
      await seen.settle();
      expect(incidents()).toHaveLength(2);
      await people.press(message(), 'acknowledge', door.workspace.people['codex-author']);
      await seen.settle();
      expect(newest()).toMatchObject({ status: 'triggered' });
      expect(acknowledged()).toHaveLength(1);
      const note = door.workspace.channel.messages.findLast(({ content }) =>
        content.text.includes('codex-author has it'),
      );
      expect(JSON.stringify(note?.content.blocks)).toMatch(
        new RegExp(`PagerDuty goes on calling.*/incidents/${newest().id}\\|.*slack\\.people`, 'u'),
      );
      expect(shown()).toContain(`*PagerDuty goes on calling* until <`);
      expect(shown()).toContain(`${newest().id}|#${newest().number}>`);
    });

    test('until somebody acknowledges it there', async () => {
      door.onCall.pagerDuty.acknowledge(newest(), at.person('Aoi Sato'));
      await seen.settle();
      expect(shown()).not.toContain('goes on calling');
      expect(await episode()).toMatchObject({ acknowledged: { by: 'codex-author' } });
    });
  });

  test('what PagerDuty refuses is said, until somebody acknowledges it there', async () => {
    await opened();
    try {
      const mika = at.person('Mika Tanaka');
      door.onCall.pagerDuty.fault({ kind: 'status', status: 404, as: 'json', match: { path: /\/users\// } });
      await people.press(message(), 'acknowledge', door.workspace.people.mika);
      await seen.settle();
      expect(newest()).toMatchObject({ status: 'triggered', acknowledgers: [] });
      expect(said(/did not take it/)).toEqual([
        expect.stringMatching(/^⚠️ PagerDuty did not take it that mika has it/u),
      ]);
      expect(shown()).toContain('*PagerDuty goes on calling*');
      door.onCall.pagerDuty.acknowledge(newest(), mika);
      await seen.settle();
      expect(shown()).not.toContain('goes on calling');
    } finally {
      await door.close();
    }
  });
}

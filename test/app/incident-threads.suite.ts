import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import { type Door, openDoor } from './door.ts';
import { seenIn } from './incidents-seen.ts';
import { Monitored } from './monitored.ts';
import { messageOf, settleMessages } from './slack-seen.ts';

const MINUTE = 60_000;

/** One trouble has one message: what PagerDuty tells of the bot's own page stands in the thread of what it is about. */
export function incidentThreadsSuite(): void {
  let door: Door;
  const seen = seenIn(() => door);

  const newest = (): Incident => {
    const incident = door.onCall.pagerDuty.world.incidents.at(-1);
    if (incident === undefined) throw new Error('nobody was called');
    return incident;
  };

  async function fail(branch: string): Promise<Pull> {
    const pull = await door.ready(branch);
    door.pipeline.handoffStep(door.pipeline.handoffRun(), 'Review the pull request');
    await door.settle();
    door.github.completeRun(door.pipeline.handoffRun(), 'failure', {
      failedJob: 'handoff',
      failedStep: 'Review the pull request',
    });
    await door.settle();
    return pull;
  }

  const told = (ts: string): readonly string[] =>
    door.workspace.channel.messages
      .filter(({ threadTs }) => threadTs === ts)
      .map(({ content }) => content.text)
      .filter((text) =>
        /PagerDuty incident|Acknowledged|Escalated|Resolved|Opened again|status was due/.test(text),
      );

  describe('about a handoff', () => {
    beforeAll(async () => {
      door = await openDoor({ services: true, incidents: true });
      await door.settle();
    });
    afterAll(() => door.close());

    test('its status is a line in the thread of the handoff, which settles what is owed', async () => {
      const pull = await fail('failing');
      await settleMessages(door);
      const incident = newest();
      const line = seen.lineOf(incident);
      expect(line?.threadTs).toBe(messageOf(door, pull).ts);
      expect(line?.isBroadcast).toBe(false);
      expect(seen.messageOf(incident)).toBeUndefined();
      const shown = JSON.stringify(line?.content.blocks);
      expect(shown).toContain('Aoi Sato (called, not acknowledged yet)');
      expect(shown).toContain('Repositories: <https://github.com/acme/erp|acme/erp>');
      expect(shown).toContain('Called whoever is on call through PagerDuty.');
      expect(shown).toContain('Next: it follows the incident');
      expect(await seen.owed(incident)).toMatchObject({
        missedAt: null,
        settled: {
          by: 'ai-ops',
          proof: expect.stringContaining(`/p${line?.ts.replace('.', '')}`),
        },
      });
    });

    test('and so is what changes, after a restart too', async () => {
      const incident = newest();
      const ts = seen.lineOf(incident)?.threadTs ?? '';
      await door.restart();
      door.onCall.pagerDuty.acknowledge(incident, seen.person('Aoi Sato'));
      await settleMessages(door);
      door.onCall.pagerDuty.resolve(incident, seen.person('Aoi Sato'));
      await settleMessages(door);
      expect(told(ts)).toEqual([
        expect.stringContaining(`PagerDuty incident #${incident.number}`),
        expect.stringMatching(/^👀 Acknowledged by Aoi Sato/u),
        expect.stringMatching(/^✅ Resolved at/u),
      ]);
      expect(seen.messageOf(incident)).toBeUndefined();
    });

    test('while Slack is down the note at PagerDuty does not wait for a message that is not there', async () => {
      const comesBack = door.workspace.slack.goDown();
      const pull = await fail('unheard');
      const incident = newest();
      expect(incident.title).toContain(`acme/erp#${pull.number}`);
      await door.pass(6.5 * MINUTE, 30_000);
      await door.restart();
      expect(incident.notes).toEqual([]);
      await door.pass(2 * MINUTE, 30_000);
      expect(incident.notes).toHaveLength(1);
      await door.pass(2 * MINUTE, 30_000);
      expect(await seen.owed(incident)).toMatchObject({ missedAt: expect.any(String), settled: null });
      comesBack();
      await door.pass(3 * MINUTE, 30_000);
      await settleMessages(door);
      const { ts } = messageOf(door, pull);
      expect(told(ts)).toEqual([
        expect.stringContaining(`PagerDuty incident #${incident.number}`),
        expect.stringContaining('❗ This status was due at'),
      ]);
      expect(seen.messageOf(incident)).toBeUndefined();
      expect(await seen.owed(incident)).toMatchObject({ settled: { proof: expect.any(String) } });
    });

    test('where Slack refuses the line, the status is a message of its own', async () => {
      const lifted = door.workspace.slack.fault({
        kind: 'error',
        error: 'invalid_blocks',
        match: { method: 'chat.postMessage', args: /Status of </ },
        times: 'until-lifted',
      });
      await fail('refused');
      await settleMessages(door);
      const incident = newest();
      expect(seen.lineOf(incident)).toBeUndefined();
      expect(seen.messageOf(incident)).toBeDefined();
      lifted();
      door.onCall.pagerDuty.resolve(incident, null);
      await settleMessages(door);
      expect(seen.lineOf(incident)).toBeUndefined();
      expect(seen.thread(incident)).toEqual([expect.stringMatching(/^✅ Resolved/u)]);
      expect(await seen.owed(incident)).toMatchObject({ missedAt: null, settled: {} });
    });
  });

  test('about an episode it stands in the thread of the episode', async () => {
    door = await openDoor({ services: true, incidents: true, watch: true });
    try {
      const watched = new Monitored(door);
      const pull = door.pipeline.open('broken');
      for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
      await watched.settle();
      const first = await watched.smoke(pull, 'failure');
      door.github.completeRun(first, 'failure', { failedStep: 'Generate every template' });
      await watched.settle();
      await watched.smoke(pull, 'failure');
      await settleMessages(door);
      const incident = newest();
      const [parent, ...others] = watched.parents();
      expect(others).toEqual([]);
      expect(seen.lineOf(incident)?.threadTs).toBe(parent?.ts);
      expect(await seen.owed(incident)).toMatchObject({ missedAt: null, settled: {} });
    } finally {
      await door.close();
    }
  });
}

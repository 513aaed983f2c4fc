import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import { type Door, openDoor } from './door.ts';
import { MINUTE, Monitored } from './monitored.ts';
import { type SlackPeople, slackPeopleOf } from './slack-people.ts';
import { buttonsOf } from './slack-seen.ts';

/** What people press on the message of an episode: once, by who may, with an answer for them alone. */
export function monitoringButtonsSuite(): void {
  let door: Door;
  let seen: Monitored;
  let people: SlackPeople;
  let pull: Pull;

  beforeAll(async () => {
    door = await openDoor({ services: true, watch: true });
    seen = new Monitored(door);
    people = slackPeopleOf(door);
    pull = door.pipeline.open('pressed');
    for (let good = 0; good < 6; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    const run = await seen.smoke(pull, 'failure');
    door.github.completeRun(run, 'failure', { failedStep: 'Generate every template' });
    await seen.settle();
  });
  afterAll(() => door.close());

  function message(): Message {
    const [only] = seen.parents();
    if (only === undefined) throw new Error('there is no message');
    return only;
  }

  const team = (): string => door.workspace.slack.world.team.id;

  const runsBegun = (): number =>
    door.deeds().filter((deed) => /^POST \/actions\/runs\/\d+\/rerun 201$/.test(deed)).length;

  test('a message has what can sensibly be asked for', () => {
    expect(buttonsOf(message())).toEqual(['acknowledge', 'rerun', 'stop']);
  });

  test('somebody whom the configuration does not know is told so alone, and it is on record', async () => {
    const { slack, channel } = door.workspace;
    const stranger = slack.addUser('mika');
    slack.join(channel, stranger);
    expect(await people.press(message(), 'acknowledge', stranger)).toEqual([
      expect.stringContaining('acknowledge acme/erp'),
    ]);
    expect((await seen.entries('command.refused')).at(-1)).toMatchObject({
      data: { name: 'acknowledge acme/erp' },
    });
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({ acknowledged: null });
  });

  test('acknowledged once: the message names who has it, and who comes second is told', async () => {
    const { mika, 'codex-author': sora } = door.workspace.people;
    const first = message();
    await people.press(first, 'acknowledge', mika);
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({ acknowledged: { by: 'mika' } });
    expect(JSON.stringify(message().content.blocks)).toContain('mika');
    expect(buttonsOf(message())).not.toContain('acknowledge');
    await people.forge(message(), 'acknowledge', {
      user: { id: sora.id, team_id: team() },
      value: shownOn(first),
    });
    expect(await seen.episode('smoke_failure_rate')).toMatchObject({ acknowledged: { by: 'mika' } });
    expect((await seen.entries('episode.acknowledged')).map(({ actor }) => actor)).toEqual(['mika']);
  });

  test('run again once for what was shown', async () => {
    const { mika, 'codex-author': sora } = door.workspace.people;
    runsBegun();
    const value = shownOn(message());
    await people.press(message(), 'rerun', mika);
    expect(runsBegun()).toBe(1);
    const asked = () =>
      /re-run of <[^>]*\|Codex Smoke> asked by mika: (\w+)/.exec(JSON.stringify(message().content.blocks));
    expect(asked()?.[1]).toBe('runs');
    const run = door.github.world.runs.find(({ attempts }) => attempts.at(-1)?.status !== 'completed');
    if (run !== undefined) door.github.completeRun(run, 'success');
    await seen.settle();
    expect(asked()?.[1]).toBe('passed');
    await people.forge(message(), 'rerun', { user: { id: sora.id, team_id: team() }, value });
    expect(runsBegun()).toBe(0);
  });

  test('stopped by who may write, let go on by the team alone, each once for what was shown', async () => {
    const { mika, 'codex-author': sora } = door.workspace.people;
    const shown = shownOn(message());
    const place = door.target(pull);
    await people.press(message(), 'stop', sora);
    expect(await door.store.stops.inForce(place)).toMatchObject({ kind: 'stopped', by: 'codex-author' });
    expect(buttonsOf(message())).toContain('resume');
    expect(buttonsOf(message())).not.toContain('rerun');
    const late = { user: { id: mika.id, team_id: team() }, value: shown };
    expect(await people.forge(message(), 'stop', late)).toEqual([expect.stringContaining('stop acme/erp')]);
    expect((await seen.entries('command.refused')).at(-1)).toMatchObject({
      data: { code: 'episode_button_used' },
    });
    await people.press(message(), 'resume', sora);
    expect(await door.store.stops.inForce(place)).toMatchObject({ kind: 'stopped' });
    await people.press(message(), 'resume', mika);
    expect(await door.store.stops.inForce(place)).toMatchObject({ kind: 'none' });
  });

  test('what is over is not acknowledged, and who presses it is told', async () => {
    const { 'codex-author': sora } = door.workspace.people;
    const value = shownOn(message());
    for (const run of door.github.world.runs.filter(
      ({ attempts }) => attempts.at(-1)?.status !== 'completed',
    ))
      door.github.completeRun(run, 'success');
    for (let good = 0; good < 7; good += 1) door.pipeline.smoke(pull);
    await seen.settle();
    await door.pass(15 * MINUTE, MINUTE);
    await seen.settle();
    expect(buttonsOf(message())).toEqual([]);
    const told = await people.forge(message(), 'acknowledge', {
      user: { id: sora.id, team_id: team() },
      value,
    });
    expect(told).toEqual([expect.stringContaining('acknowledge acme/erp')]);
    expect((await seen.entries('command.refused')).at(-1)).toMatchObject({ data: { code: 'episode_over' } });
  });
}

function shownOn({ content }: Message): string {
  for (const block of content.blocks) {
    if (block.type !== 'actions') continue;
    for (const element of block.elements) if ('value' in element) return String(element.value);
  }
  throw new Error('the message has no buttons');
}

import { describe, expect, test } from '@jest/globals';
import type { Interaction } from '../../demo/slack/model/interaction.ts';
import { actions, button, type Given, given, section } from './given.ts';

const METADATA = { event_type: 'aiops_handoff', event_payload: { key: 'h-1' } };

function withButton(world: Given) {
  return world.posted({
    text: 'Started',
    blocks: [section('Started'), { ...actions(button('stop', { value: 'token-1' })), block_id: 'doing' }],
    metadata: METADATA,
  });
}

describe('the address to answer at', () => {
  /** Posts as Bolt's `respond` does. */
  function respond({ slack }: Given, { responseUrl }: Interaction, answer: object | string) {
    const { status, body } = slack.service.handle({
      method: 'POST',
      path: new URL(responseUrl).pathname,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json' },
      body: typeof answer === 'string' ? answer : JSON.stringify(answer),
    });
    return `${status} ${body}`;
  }

  async function pressed(world: Given) {
    const message = withButton(world);
    return { message, interaction: await world.slack.press(message, 'stop', { by: world.alice }) };
  }

  test('shows things to who pressed, or to the channel, or in place of the message', async () => {
    const world = given();
    const { message, interaction } = await pressed(world);
    expect(respond(world, interaction, { text: 'Not yours to press' })).toBe('200 ok');
    expect(world.channel.ephemerals).toMatchObject([
      { to: world.alice, content: { text: 'Not yours to press' } },
    ]);
    respond(world, interaction, { response_type: 'in_channel', text: 'Stopped', thread_ts: message.ts });
    expect(world.slack.world.repliesTo(message)).toMatchObject([{ content: { text: 'Stopped' } }]);
    respond(world, interaction, { replace_original: true, text: 'Stopped by Alice' });
    expect(message.content).toMatchObject({ text: 'Stopped by Alice', blocks: [], metadata: METADATA });
    expect(message.edits).toHaveLength(1);
    respond(world, interaction, { delete_original: true });
    expect(world.channel.messages).not.toContain(message);
  });

  test('works five times, for half an hour', async () => {
    const world = given();
    const { interaction } = await pressed(world);
    const answers = Array.from({ length: 6 }, () => respond(world, interaction, { text: 'x' }));
    expect(answers).toEqual([...Array.from({ length: 5 }, () => '200 ok'), '404 used_url']);
    const later = (await pressed(world)).interaction;
    world.time.now += 30 * 60_000;
    expect(respond(world, later, { text: 'x' })).toBe('404 expired_url');
  });

  const rows: readonly (readonly [said: string, answer: object | string])[] = [
    ['400 no_text', {}],
    ['400 invalid_blocks', { blocks: [{ type: 'foo' }] }],
    ['400 invalid_payload', '{'],
    ['400 invalid_payload', { text: 7 }],
  ];

  test.each(rows)('%s', async (said, answer) => {
    const world = given();
    const { interaction } = await pressed(world);
    expect(respond(world, interaction, answer)).toBe(said);
  });

  test('is nobody else’s', async () => {
    const world = given();
    const { interaction } = await pressed(world);
    expect(
      respond(world, { ...interaction, responseUrl: `${interaction.responseUrl}0` }, { text: 'x' }),
    ).toBe('404 no_service');
  });
});

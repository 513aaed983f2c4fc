import { interactiveIn } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import { blockActions } from '../interactions/block-actions.ts';
import { deliver } from '../interactions/deliver.ts';
import { openResponseUrl } from '../interactions/response-urls.ts';
import { signedForm } from '../interactions/sign.ts';
import type { Message } from '../model/channel.ts';
import type { Interaction } from '../model/interaction.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';
import { requireInside } from './presence.ts';

/**
 * Somebody presses a button, or chooses from a menu.
 *
 * @param how.value the option chosen, of a menu
 * @returns when the app has answered, or was given up on
 * @throws {Error} where the message has no such element, or the person does not see it
 */
export async function press(
  world: World,
  message: Message,
  actionId: string,
  how: { readonly by: User; readonly value?: string },
): Promise<Interaction> {
  const { app, channel, content } = message;
  const placed = interactiveIn(content.blocks).find(({ element }) => element.action_id === actionId);
  if (app === null || placed === undefined) throw new Error(`the message has no element ${actionId}`);
  if (!channel.messages.includes(message)) throw new Error('the message is gone');
  requireInside(world, how.by, channel);
  const responseUrl = openResponseUrl(world, { below: 'actions', app, by: how.by, channel, message });
  const payload = blockActions(world, { app, message, by: how.by, placed, value: how.value, responseUrl });
  const signing = { url: app.requestUrl, secret: app.signingSecret, now: world.clock.now() };
  const interaction: Interaction = {
    kind: 'press',
    ts: world.ts(),
    app,
    by: how.by,
    channel,
    message,
    words: labelOf(placed.element),
    request: signedForm({ payload: JSON.stringify(payload) }, signing),
    responseUrl,
    outcome: null,
  };
  world.interactions.push(interaction);
  await deliver(world, interaction);
  return interaction;
}

function labelOf(element: InteractiveElement): string {
  return element.type === 'button' ? element.text.text : (element.action_id ?? element.type);
}

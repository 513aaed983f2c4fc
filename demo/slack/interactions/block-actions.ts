import type { Placed } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import { nameInPayloads } from '../json/channel.ts';
import { messageJson } from '../json/message.ts';
import { teamJson } from '../json/people.ts';
import type { App } from '../model/app.ts';
import type { Message } from '../model/channel.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';
import { newTriggerId } from './response-urls.ts';

/**
 * What Slack sends when somebody uses an element of a message.
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 *
 * @param used.value the option that was chosen, where the element offers some
 */
export function blockActions(
  world: World,
  used: {
    readonly app: App;
    readonly message: Message;
    readonly by: User;
    readonly placed: Placed;
    readonly value: string | undefined;
    readonly responseUrl: string;
  },
): object {
  const { app, message, by, placed } = used;
  const { channel, ts, threadTs } = message;
  const thread = threadTs === null ? {} : { thread_ts: threadTs };
  return {
    type: 'block_actions',
    user: { id: by.id, username: by.name, name: by.name, team_id: by.team.id },
    api_app_id: app.id,
    token: app.verificationToken,
    container: { type: 'message', message_ts: ts, ...thread, channel_id: channel.id, is_ephemeral: false },
    trigger_id: newTriggerId(world),
    team: teamJson(world.team),
    enterprise: world.team.enterprise,
    is_enterprise_install: false,
    channel: { id: channel.id, name: nameInPayloads(channel) },
    message: messageJson(world, message, true),
    state: { values: {} },
    response_url: used.responseUrl,
    actions: [
      {
        action_id: placed.element.action_id,
        block_id: placed.block.block_id,
        ...actionOf(placed.element, used.value),
        action_ts: world.ts(),
      },
    ],
  };
}

/** @throws where the element has no such option, or none was named. */
function actionOf(element: InteractiveElement, value: string | undefined): object {
  const { type } = element;
  switch (type) {
    case 'button': {
      const { text, value: sent, style, url } = element;
      return { type, text, value: sent, style, url };
    }
    case 'users_select':
      return { type, selected_user: value };
    case 'overflow':
    case 'radio_buttons':
      return { type, selected_option: chosen(element.options, value) };
    case 'static_select': {
      const groups = element.option_groups ?? [];
      const options = element.options ?? groups.flatMap((group) => group.options);
      return { type, selected_option: chosen(options, value), placeholder: element.placeholder };
    }
    case 'checkboxes':
      return { type, selected_options: [chosen(element.options, value)] };
  }
}

function chosen<T extends { readonly value: string }>(options: readonly T[], value: string | undefined): T {
  const found = options.find((option) => option.value === value);
  if (found === undefined) throw new Error(`there is no option ${value} to choose`);
  return found;
}

import { deliver } from '../interactions/deliver.ts';
import { newTriggerId, openResponseUrl } from '../interactions/response-urls.ts';
import { signedForm } from '../interactions/sign.ts';
import { nameInPayloads } from '../json/channel.ts';
import type { App } from '../model/app.ts';
import type { Channel } from '../model/channel.ts';
import type { Interaction } from '../model/interaction.ts';
import type { User } from '../model/people.ts';
import type { World } from '../model/world.ts';
import { giveAnswer, readAnswer } from './answer.ts';
import { requireInside } from './presence.ts';

/**
 * Somebody types a slash command. What the app answers at once is shown to them, or to the channel.
 * https://docs.slack.dev/interactivity/implementing-slash-commands
 *
 * @param typed the whole line, such as `/ai-ops stop too many failures`
 * @returns when the app has answered, or was given up on
 * @throws {Error} where no app has such a command, or the person is not in the channel
 */
export async function slash(
  world: World,
  typed: string,
  how: { readonly by: User; readonly channel: Channel },
): Promise<Interaction> {
  const [, command = '', text = ''] = /^(\/\S+)\s*(.*)$/s.exec(typed) ?? [];
  const app = world.apps.find(({ commands }) => commands.includes(command));
  if (app === undefined) throw new Error(`${command} is not a valid command`);
  const { by, channel } = how;
  requireInside(world, by, channel);
  const responseUrl = openResponseUrl(world, { below: 'commands', app, by, channel, message: null });
  const fields = { ...commandForm(world, app, { by, channel }), command, text, response_url: responseUrl };
  const interaction: Interaction = {
    kind: 'command',
    ts: world.ts(),
    app,
    by,
    channel,
    message: null,
    words: typed,
    request: signedForm(fields, { url: app.requestUrl, secret: app.signingSecret, now: world.clock.now() }),
    responseUrl,
    outcome: null,
  };
  world.interactions.push(interaction);
  const outcome = await deliver(world, interaction);
  if (outcome.failed !== null || outcome.body === '') return interaction;
  const answer = readAnswer(outcome.body);
  if (typeof answer === 'string') interaction.outcome = { ...outcome, failed: 'invalid_command_response' };
  else giveAnswer(world, interaction, answer);
  return interaction;
}

function commandForm(
  world: World,
  app: App,
  { by, channel }: { readonly by: User; readonly channel: Channel },
): Readonly<Record<string, string>> {
  const { enterprise } = by.team;
  return {
    token: app.verificationToken,
    team_id: by.team.id,
    team_domain: by.team.domain,
    ...(enterprise === null ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
    channel_id: channel.id,
    channel_name: nameInPayloads(channel),
    user_id: by.id,
    user_name: by.name,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    trigger_id: newTriggerId(world),
  };
}

import type { Finding } from '../effect/finding.ts';
import type { SlackChannelFound, SlackPerson, SlackSelf } from '../slack/directory.ts';
import { finding, orOk } from './check.ts';

/** Every scope that a call of the bot needs. */
export const SLACK_SCOPES = [
  // Messages, and finding one whose answer was lost.
  'chat:write',
  'channels:history',
  'groups:history',
  // The channel by its name.
  'channels:read',
  'groups:read',
  // `/ai-ops`.
  'commands',
  // This look at people and user groups.
  'users:read',
  'usergroups:read',
] as const;

export function judgeScopes(granted: readonly string[]): readonly Finding[] {
  return orOk(
    SLACK_SCOPES.filter((scope) => !granted.includes(scope)).map((scope) =>
      finding('slack_scopes', 'fail', 'not granted', scope),
    ),
    finding('slack_scopes', 'ok', SLACK_SCOPES.join(', ')),
  );
}

/** @param wanted of the configuration */
export function judgeWorkspace({ workspace, enterprise }: SlackSelf, wanted: string | undefined): Finding {
  if (wanted === undefined) return finding('slack_workspace', 'skipped', 'slack.workspace is not set');
  return wanted === workspace || wanted === enterprise
    ? finding('slack_workspace', 'ok', wanted)
    : finding('slack_workspace', 'fail', `the configuration has ${wanted}`, workspace);
}

/** @param named as the configuration or the setting names it */
export function judgeChannel(channel: SlackChannelFound | null, named: string): readonly Finding[] {
  const unseen = finding('slack_member', 'skipped', 'there is no such channel', named);
  if (channel === null)
    return [finding('slack_channel', 'fail', 'Slack shows the bot no such channel', named), unseen];
  if (channel.isArchived) return [finding('slack_channel', 'fail', 'archived', named), unseen];
  return [
    finding('slack_channel', 'ok', `#${channel.name} (${channel.id})`),
    channel.isMember
      ? finding('slack_member', 'ok', 'it is')
      : finding('slack_member', 'fail', 'it is not', named),
  ];
}

/** Who is nobody in the eyes of the bot cannot press a button. @param workspace theirs */
export function judgePerson(person: SlackPerson | null, id: string, workspace: string): Finding {
  const flaw = flawOf(person, workspace);
  return flaw === null
    ? finding('slack_people', 'ok', 'a full member', id)
    : finding('slack_people', 'fail', flaw, id);
}

function flawOf(person: SlackPerson | null, workspace: string): string | null {
  if (person === null) return 'Slack knows nobody by this id';
  if (person.isDeleted) return 'deactivated';
  if (person.isBot) return 'a bot';
  if (person.isGuest) return 'a guest';
  if (!person.belongsTo.includes(workspace)) return `of another workspace (${person.belongsTo.join(', ')})`;
  return null;
}

import type { App } from '../slack/model/app.ts';
import type { Channel } from '../slack/model/channel.ts';
import type { User, UserGroup } from '../slack/model/people.ts';
import type { Slack } from '../slack/slack.ts';

/** The scopes that the bot asks for at Slack. */
export const SLACK_SCOPES = [
  'chat:write',
  'channels:read',
  'channels:history',
  'groups:read',
  'groups:history',
  'im:write',
  'users:read',
  'usergroups:read',
  'commands',
] as const;

/** The customer's people by their GitHub logins, as they are called in Slack. */
export type Colleague = 'mika' | 'codex-author' | 'olli' | 'rin';

/** Where the customer's people talk. */
export interface Workspace {
  readonly slack: Slack;
  readonly bot: App;
  readonly channel: Channel;
  readonly people: Readonly<Record<Colleague, User>>;
  readonly sre: UserGroup;
}

export function workspaceOn(slack: Slack, requestUrl?: string): Workspace {
  const bot = slack.addApp({
    name: 'ai-ops',
    scopes: SLACK_SCOPES,
    commands: ['/ai-ops'],
    ...(requestUrl !== undefined && { requestUrl }),
  });
  const people = {
    mika: slack.addUser('mika.tanaka', { realName: 'Mika Tanaka' }),
    'codex-author': slack.addUser('sora.kato', { realName: 'Sora Kato' }),
    olli: slack.addUser('olli.virtanen', { realName: 'Olli Virtanen' }),
    rin: slack.addUser('rin.hayashi', { realName: 'Rin Hayashi' }),
  };
  const channel = slack.addChannel('ai-ops-alerts', { members: [bot, ...Object.values(people)] });
  const sre = slack.addUserGroup('sre', [people.olli], { name: 'SRE' });
  return { slack, bot, channel, people, sre };
}

/** The part of `.github/ai-ops.yml` that says who is who. */
export function whoIsWho(
  { slack, people, sre }: Workspace,
  github: Readonly<Record<Colleague, { readonly id: number }>>,
  pagerduty: Readonly<Partial<Record<Colleague, string>>> = {},
): string {
  const lines = (Object.keys(people) as Colleague[]).map((login) => {
    const there = pagerduty[login] === undefined ? '' : `, pagerduty: ${pagerduty[login]}`;
    return `    - { github: ${github[login].id}, slack: ${people[login].id}${there} } # ${login}`;
  });
  return [
    `release_owners: [${github.rin.id}]`,
    'slack:',
    `  workspace: ${slack.world.team.id}`,
    `  sre: ${sre.id}`,
    '  people:',
    ...lines,
    '',
  ].join('\n');
}

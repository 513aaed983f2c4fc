import type { WebClient } from '@slack/web-api';
import type { RepositoryConfig } from '../config/repository.ts';
import type { Finding, Precondition } from '../effect/finding.ts';
import { CodedError, unreachable } from '../errors.ts';
import { type SlackSelf, slackChannel, slackPerson, slackSelf, slackUserGroups } from '../slack/directory.ts';
import { classify } from '../slack/failure.ts';
import { type Check, finding, orOk } from './check.ts';
import { judgeChannel, judgePerson, judgeScopes, judgeWorkspace } from './judge-slack.ts';
import { seenOr } from './reason.ts';
import type { Subject } from './subject.ts';

const BEYOND = [
  'slack_scopes',
  'slack_workspace',
  'slack_channel',
  'slack_member',
  'slack_people',
  'slack_sre',
  'slack_escalation',
] as const;

/** Who is told beside who is on call. */
const TOLD = ['platform_pm', 'product', 'security', 'people_ops'] as const;

/** The runbook's `#ai-ops-alerts`: whether the bot is heard there, and by whom it may be told what to do. */
export const slackCheck: Check = {
  ids: ['slack_token', ...BEYOND],
  look: async (subject) => {
    const set = subject.deps.slack();
    if (set === null) return [finding('slack_token', 'warn', 'not set up'), ...beyond('Slack is not set up')];
    const self = await identify(set.client);
    if ('refused' in self)
      return [finding('slack_token', 'fail', self.refused), ...beyond('Slack does not take the token')];
    const { slack, escalation } = await subject.config();
    return [
      finding('slack_token', 'ok', `workspace ${self.name} (${self.workspace})`),
      ...judgeScopes(self.scopes),
      judgeWorkspace(self, slack.workspace),
      ...(await lookAround(set, self, { slack, escalation, subject })),
    ];
  },
};

async function identify(client: WebClient): Promise<SlackSelf | { readonly refused: string }> {
  try {
    return await slackSelf(client);
  } catch (error) {
    const failure = classify(error);
    if (failure.kind === 'unauthorized') return { refused: failure.detail };
    throw asCoded(error);
  }
}

async function lookAround(
  { client, channel: own }: { readonly client: WebClient; readonly channel: string },
  self: SlackSelf,
  {
    slack,
    escalation,
    subject,
  }: Pick<RepositoryConfig, 'slack' | 'escalation'> & { readonly subject: Subject },
): Promise<readonly Finding[]> {
  const part = (ids: readonly Precondition[], look: () => Promise<readonly Finding[]>) =>
    seenOr(ids, subject.deps, () =>
      look().catch((error: unknown) => {
        throw asCoded(error);
      }),
    );
  const channel = slack.channel ?? own;
  const parts = await Promise.all([
    part(['slack_channel', 'slack_member'], async () =>
      judgeChannel(await slackChannel(client, channel), channel),
    ),
    part(['slack_people'], () => lookAtPeople(client, self, slack)),
    part(['slack_sre'], () => lookAtCalled('slack_sre', { sre: slack.sre }, { client, self })),
    part(['slack_escalation'], () => lookAtCalled('slack_escalation', pick(escalation), { client, self })),
  ]);
  return parts.flat();
}

/** One after the other: Slack takes about a hundred such questions a minute. */
async function lookAtPeople(
  client: WebClient,
  self: SlackSelf,
  { people, workspace }: RepositoryConfig['slack'],
): Promise<readonly Finding[]> {
  if (people.length === 0) return [finding('slack_people', 'ok', 'nobody is listed, so buttons do nothing')];
  const seen: Finding[] = [];
  for (const { slack } of people)
    seen.push(judgePerson(await slackPerson(client, slack), slack, workspace ?? self.workspace));
  return orOk(
    seen.filter(({ status }) => status !== 'ok'),
    finding('slack_people', 'ok', `${people.length} full members`),
  );
}

function pick(escalation: RepositoryConfig['escalation']): Called {
  return Object.fromEntries(TOLD.map((key) => [key, escalation[key]]));
}

/** Ids of user groups and users, by the keys that name them; `undefined` where nobody is named. */
type Called = Readonly<Record<string, string | undefined>>;

async function lookAtCalled(
  id: Extract<Precondition, 'slack_sre' | 'slack_escalation'>,
  called: Called,
  { client, self }: { readonly client: WebClient; readonly self: SlackSelf },
): Promise<readonly Finding[]> {
  const named = Object.values(called).filter((whom) => whom !== undefined);
  const keys = Object.keys(called).filter((key) => called[key] === undefined);
  if (named.length === 0) return [finding(id, 'skipped', `${keys.join(', ')}: not set`)];
  const groups = named.some(isGroup) ? await slackUserGroups(client) : [];
  const seen: Finding[] = [];
  for (const whom of new Set(named)) {
    if (!isGroup(whom)) {
      const { status, seen: what } = judgePerson(await slackPerson(client, whom), whom, self.workspace);
      seen.push(finding(id, status, what, whom));
    } else if (!groups.includes(whom))
      seen.push(finding(id, 'fail', 'no active user group of the workspace', whom));
  }
  return orOk(
    seen.filter(({ status }) => status !== 'ok'),
    finding(id, 'ok', `${named.join(', ')}${keys.length === 0 ? '' : `; not set: ${keys.join(', ')}`}`),
  );
}

function isGroup(id: string): boolean {
  return id.startsWith('S');
}

/** What Slack's client threw, in our words. */
function asCoded(error: unknown): CodedError {
  const failure = classify(error);
  switch (failure.kind) {
    case 'unsent':
      return new CodedError('AIOPS_SLACK_UNREACHABLE', failure.detail);
    case 'limited':
      return new CodedError('AIOPS_SLACK_LIMITED', failure.detail);
    case 'unauthorized':
    case 'refused':
      return new CodedError('AIOPS_SLACK_REFUSED', failure.detail);
    case 'ambiguous':
      return new CodedError('AIOPS_SLACK_UNANSWERED', failure.detail);
    default:
      return unreachable(failure);
  }
}

function beyond(why: string): readonly Finding[] {
  return BEYOND.map((id) => finding(id, 'skipped', why));
}

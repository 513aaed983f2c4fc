import { z } from 'zod';
import type { Finding, FindingStatus } from '../effect/finding.ts';
import { People } from '../gather/people.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { type Check, finding, orOk } from './check.ts';
import { reasonOf } from './reason.ts';
import type { Subject } from './subject.ts';

const teamAnswer = z.object({ slug: z.string() });
const membersAnswer = z.array(z.object({ login: z.string() }));
const gone = z.object({ status: z.literal(404) });

/** G4 and every command hang on who is in the team. */
export const teamCheck: Check = {
  ids: ['team_exists', 'team_members', 'team_readable'],
  look: async (subject) => {
    const { team } = await subject.config();
    if (team === undefined) return beyond(finding('team_exists', 'warn', 'none is named', 'unset'));
    const { ofOrganization } = await subject.repository();
    if (!team.includes('/') && !ofOrganization)
      return beyond(finding('team_exists', 'fail', `${subject.owner} is a person, who has no teams`, team));
    const [org = '', team_slug = ''] = team.includes('/') ? team.split('/', 2) : [subject.owner, team];
    const client = await subject.client();
    try {
      const { data } = await client.request('GET /orgs/{org}/teams/{team_slug}', { org, team_slug });
      expectAnswer(teamAnswer, data, 'team');
    } catch (error) {
      if (!gone.safeParse(error).success) throw error;
      return beyond(finding('team_exists', 'fail', 'GitHub shows the App no such team', team));
    }
    const where = { org, slug: team_slug, team };
    return [finding('team_exists', 'ok', team), ...(await judgeMembers(client, subject, where))];
  },
};

async function judgeMembers(
  client: GitHubClient,
  { deps, owner }: Subject,
  { org, slug, team }: { readonly org: string; readonly slug: string; readonly team: string },
): Promise<readonly Finding[]> {
  const { data } = await client.request('GET /orgs/{org}/teams/{team_slug}/members', {
    org,
    team_slug: slug,
    per_page: 100,
  });
  const members = expectAnswer(membersAnswer, data, 'members');
  const [first] = members;
  if (first === undefined)
    return [
      finding('team_members', 'fail', 'it has no active member', team),
      finding('team_readable', 'skipped', 'there is nobody to ask about'),
    ];
  const who = { installationId: 0, team, owner, login: first.login };
  const membership = await new People(deps.clock).membership(client, who, { fresh: true });
  return [
    members.length === 1
      ? finding('team_members', 'warn', `${first.login} is the only one`, team)
      : finding('team_members', 'ok', `${members.length === 100 ? 'at least 100' : members.length} members`),
    membership.known && membership.value === 'active'
      ? finding('team_readable', 'ok', `${first.login} is active`)
      : finding(
          'team_readable',
          'fail',
          membership.known ? `${first.login} is ${membership.value}` : membership.why,
          team,
        ),
  ];
}

function beyond(exists: Finding): readonly Finding[] {
  return [
    exists,
    finding('team_members', 'skipped', 'there is no team to look at'),
    finding('team_readable', 'skipped', 'there is no team to look at'),
  ];
}

const accountAnswer = z.object({ login: z.string(), type: z.string() });

/** H5: a mistyped id would be nobody, or somebody else. */
export const releaseOwnersCheck: Check = {
  ids: ['release_owners'],
  look: async (subject) => {
    const { release_owners } = await subject.config();
    if (release_owners.length === 0)
      return [finding('release_owners', 'ok', 'none is named, so they are the AI Ops team')];
    const client = await subject.client();
    const owners = await Promise.all(release_owners.map((id) => judgeOwner(client, id, subject)));
    return orOk(
      owners.filter(({ status }) => status !== 'ok'),
      finding('release_owners', 'ok', owners.map(({ seen }) => seen).join(', ')),
    );
  },
};

async function judgeOwner(client: GitHubClient, id: number, { deps }: Subject): Promise<Finding> {
  const said = (status: FindingStatus, seen: string) => finding('release_owners', status, seen, String(id));
  try {
    const { data } = await client.request('GET /user/{account_id}', { account_id: id });
    const { login, type } = expectAnswer(accountAnswer, data, 'account');
    return type === 'User' ? said('ok', login) : said('fail', `${login} is no user (${type})`);
  } catch (error) {
    if (gone.safeParse(error).success) return said('fail', 'GitHub knows nobody by this id');
    return said('unknown', reasonOf(error, deps.clock.now()));
  }
}

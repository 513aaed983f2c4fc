import { z } from 'zod';
import { CONFIG_PATH } from '../config/repository.ts';
import { readWorkflow, type WorkflowReading } from '../config/workflow-file.ts';
import { CodedError } from '../errors.ts';
import { expectAnswer, pages } from '../github/answer.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import { asking, type Hub, type Where } from './asking.ts';
import { DASHBOARD, PLAYBOOKS, type Survey, type Team } from './survey.ts';

const QUERY = `query AiOpsSurvey($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
    name
    isArchived
    owner { __typename login }
    defaultBranchRef { name target { oid } }
    workflows: object(expression: "HEAD:.github/workflows") {
      ... on Tree { entries { name object { ... on Blob { text isTruncated } } } }
    }
    config: object(expression: "HEAD:${CONFIG_PATH}") { __typename }
    dashboard: object(expression: "HEAD:${DASHBOARD}") { __typename }
    playbooks: object(expression: "HEAD:${PLAYBOOKS}") { ... on Blob { text } }
  }
}`;

const blob = z.object({ text: z.string().nullish(), isTruncated: z.boolean().optional() });
const there = z.object({ __typename: z.string() }).nullable();
const surveyAnswer = z.object({
  repository: z.object({
    name: z.string(),
    isArchived: z.boolean(),
    owner: z.object({ __typename: z.string(), login: z.string() }),
    defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: z.string() }) }).nullable(),
    workflows: z
      .object({ entries: z.array(z.object({ name: z.string(), object: blob.nullish() })).optional() })
      .nullable(),
    config: there,
    dashboard: there,
    playbooks: blob.nullable(),
  }),
});
type Answer = z.output<typeof surveyAnswer>['repository'];

/**
 * What the repository has on its default branch: files by one query, so that all are of one commit.
 *
 * @throws {CodedError} AIOPS_INIT_ARCHIVED, AIOPS_INIT_EMPTY, AIOPS_INIT_CONFIGURED where there is nothing to
 *   propose to, or GitHub's own refusal
 */
export async function readSurvey({ client, clock }: Hub, where: Where): Promise<Survey> {
  const name = `${where.owner}/${where.repo}`;
  const answer = await asking(clock, `look at ${name}`, async () =>
    expectAnswer(surveyAnswer, await client.graphql(QUERY, { ...where }), 'repository'),
  );
  const { repository } = answer;
  const { defaultBranchRef } = repository;
  if (repository.isArchived)
    throw new CodedError('AIOPS_INIT_ARCHIVED', `${name} is archived; unarchive it, or name another`);
  if (defaultBranchRef === null)
    throw new CodedError('AIOPS_INIT_EMPTY', `${name} has no commit yet; push one to its default branch`);
  if (repository.config !== null)
    throw new CodedError(
      'AIOPS_INIT_CONFIGURED',
      `${name} has ${CONFIG_PATH} on ${defaultBranchRef.name} already, and it is left as it is; change that file, or remove it there and run this again`,
    );
  const ownedByPerson = repository.owner.__typename !== 'Organization';
  const readings = workflowFiles(repository);
  return {
    owner: repository.owner.login,
    repo: repository.name,
    ownedByPerson,
    defaultBranch: defaultBranchRef.name,
    tip: defaultBranchRef.target.oid,
    workflows: readings.flatMap((one) => (one.kind === 'read' ? [one.workflow] : [])),
    unreadable: readings.flatMap((one) => (one.kind === 'unreadable' ? [one] : [])),
    labels: await readLabels({ client, clock }, where),
    teams: ownedByPerson ? known([]) : await readTeams({ client, clock }, repository.owner.login),
    hasDashboard: repository.dashboard !== null,
    // Playbooks that are no text are there all the same.
    playbooks: repository.playbooks === null ? null : (repository.playbooks.text ?? ''),
  };
}

function workflowFiles({ workflows }: Answer): readonly WorkflowReading[] {
  return (workflows?.entries ?? [])
    .filter(({ name }) => /\.ya?ml$/.test(name))
    .map(({ name, object }) =>
      object?.text == null || object.isTruncated === true
        ? { kind: 'unreadable', file: name, why: 'GitHub does not show it as text' }
        : readWorkflow(name, object.text),
    );
}

const labelPage = z.array(z.object({ name: z.string() }));

async function readLabels({ client, clock }: Hub, where: Where): Promise<readonly string[]> {
  const list = { params: { ...where }, schema: labelPage, what: 'labels' };
  const labels = await asking(clock, `read the labels of ${where.owner}/${where.repo}`, () =>
    whole(pages(client, 'GET /repos/{owner}/{repo}/labels', list)),
  );
  return labels.map(({ name }) => name);
}

const teamPage = z.array(z.object({ slug: z.string(), name: z.string() }));

/** Which team it is, a person can tell as well: that it could not be read stops nothing. */
async function readTeams({ client, clock }: Hub, org: string): Promise<Known<readonly Team[]>> {
  const list = { params: { org }, schema: teamPage, what: 'teams' };
  try {
    return known(
      await asking(clock, 'read the teams', () => whole(pages(client, 'GET /orgs/{org}/teams', list))),
    );
  } catch (error) {
    if (error instanceof CodedError && error.code === 'AIOPS_GITHUB_REFUSED') return unknown(error.message);
    throw error;
  }
}

async function whole<T>(list: AsyncGenerator<readonly T[]>): Promise<readonly T[]> {
  const read: T[] = [];
  for await (const page of list) read.push(...page);
  return read;
}

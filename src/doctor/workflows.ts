import { z } from 'zod';
import type { Finding, Precondition } from '../effect/finding.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { type Check, finding, orOk } from './check.ts';
import { type Demand, demandsOf } from './demands.ts';
import { fileOf, judgeWorkflow } from './judge-workflow.ts';
import { seenOr } from './reason.ts';
import type { Subject } from './subject.ts';

/** All of one commit, by one question. */
const QUERY = `query AiOpsWorkflows($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
    object(expression: "HEAD:.github/workflows") {
      ... on Tree { entries { path object { ... on Blob { text isTruncated } } } }
    }
  }
}`;

const blob = z.object({ text: z.string().nullish(), isTruncated: z.boolean().optional() });
const treeAnswer = z.object({
  repository: z.object({
    object: z
      .object({ entries: z.array(z.object({ path: z.string(), object: blob.nullish() })).default([]) })
      .nullable(),
  }),
});

/** What is said of a precondition that holds for all files. */
const GOOD = [
  ['workflow_dispatch', 'workflow_dispatch is among the triggers'],
  ['workflow_inputs', 'all that are sent are declared'],
  ['workflow_required_inputs', 'all that are required are sent'],
  ['workflow_jobs', 'all that are named are there'],
  ['workflow_steps', 'all that are named are there'],
  ['workflow_pat', 'none does'],
] as const satisfies readonly (readonly [Precondition, string])[];

/** The files on the default branch: the one place where a workflow counts. */
export const workflowFilesCheck: Check = {
  ids: ['workflow_file', ...GOOD.map(([id]) => id), 'workflow_token'],
  look: async (subject) => {
    const demands = demandsOf(await subject.config());
    const texts = await readWorkflows(subject);
    const bad = demands.flatMap((demand) => judgeWorkflow(demand, texts.get(demand.path)));
    const orGood = (id: Precondition, good: Finding) =>
      orOk(
        bad.filter((one) => one.id === id),
        good,
      );
    const token = demands.some(({ startsVerify }) => startsVerify)
      ? finding('workflow_token', 'ok', 'actions: write')
      : finding('workflow_token', 'skipped', 'the handoff starts no LangGraph Verify');
    return [
      ...orGood('workflow_file', finding('workflow_file', 'ok', demands.map(fileOf).join(', '))),
      ...GOOD.flatMap(([id, seen]) => orGood(id, finding(id, 'ok', seen))),
      ...orGood('workflow_token', token),
    ];
  },
};

async function readWorkflows(subject: Subject): Promise<ReadonlyMap<string, string | null>> {
  const client = await subject.client();
  const answer = await client.graphql(QUERY, { ...subject.place });
  const entries = expectAnswer(treeAnswer, answer, 'workflows').repository.object?.entries ?? [];
  return new Map(
    entries.map(({ path, object }) => [path, object?.isTruncated ? null : (object?.text ?? null)]),
  );
}

const workflowAnswer = z.object({ state: z.string() });
const gone = z.object({ status: z.literal(404) });

/** GitHub disables what nobody has used for a while, and people disable what is in their way. */
export const workflowStatesCheck: Check = {
  ids: ['workflow_active'],
  look: async (subject) => {
    const demands = demandsOf(await subject.config());
    const states = await Promise.all(demands.map((demand) => judgeState(demand, subject)));
    return orOk(states.flat(), finding('workflow_active', 'ok', 'all are active'));
  },
};

function judgeState(demand: Demand, subject: Subject): Promise<readonly Finding[]> {
  const about = fileOf(demand);
  return seenOr(['workflow_active'], { clock: subject.deps.clock, about }, async () => {
    const state = await stateOf(await subject.client(), subject, about);
    // That the file is not there is said of the file.
    if (state === null || state === 'active') return [];
    return [finding('workflow_active', demand.optional ? 'warn' : 'fail', state, about)];
  });
}

/** `null`: GitHub knows no such workflow. */
async function stateOf(client: GitHubClient, { place }: Subject, file: string): Promise<string | null> {
  try {
    const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}';
    const { data } = await client.request(route, { ...place, workflow_id: file });
    return expectAnswer(workflowAnswer, data, 'workflow').state;
  } catch (error) {
    if (gone.safeParse(error).success) return null;
    throw error;
  }
}

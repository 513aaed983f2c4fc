import { z } from 'zod';
import { CONFIG_PATH } from '../config/repository.ts';

/** What the query needs to know of the configuration before it can be asked. */
export interface QueryShape {
  /** Workflow files whose blobs are compared between the head and the default branch. */
  readonly workflowPaths: readonly string[];
  readonly labelName: string;
  /** The configuration extends the one in the owner's `.github` repository. */
  readonly extended: boolean;
}

const TIMELINE = `
  pageInfo { hasPreviousPage startCursor }
  nodes {
    __typename
    ... on LabeledEvent { createdAt label { id } actor { ...person } }
    ... on UnlabeledEvent { createdAt label { id } actor { ...person } }
    ... on HeadRefForcePushedEvent { createdAt afterCommit { oid } }
  }`;
const TIMELINE_TYPES = '[LABELED_EVENT, UNLABELED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT]';
const PERSON =
  'fragment person on Actor { __typename login ... on User { databaseId } ... on Bot { databaseId } }';
const SUITES = `
  pageInfo { hasNextPage endCursor }
  nodes { updatedAt status branch { name } workflowRun { databaseId event createdAt file { path } } }`;
const FILES = 'totalCount pageInfo { hasNextPage endCursor } nodes { path changeType }';

/**
 * The one query of a decision: the PR, its files, labels, timeline, the suites of its head
 * commit, the configuration and the bot's own comments. Costs one point of the rate limit.
 */
export function gateQuery(shape: QueryShape): string {
  const blobs = shape.workflowPaths
    .map((path, i) => `wf${i}: file(path: ${JSON.stringify(path)}) { oid }`)
    .join(' ');
  const blob = '... on Blob { text byteSize isTruncated }';
  const extended = shape.extended
    ? `ownerConfig: repository(owner: $owner, name: ".github") { object(expression: "HEAD:${CONFIG_PATH}") { ${blob} } }`
    : '';
  return `query AiOpsGates($owner: String!, $repo: String!, $number: Int!, $label: String!, $own: [ID!]!) {
  repository(owner: $owner, name: $repo) {
    databaseId isArchived url
    defaultBranchRef { name target { ... on Commit { oid ${blobs} } } }
    config: object(expression: "HEAD:${CONFIG_PATH}") { ${blob} }
    label(name: $label) { id }
    pullRequest(number: $number) {
      title state isDraft isCrossRepository baseRefName baseRefOid headRefName headRefOid
      headRepository { databaseId owner { login } name }
      author { ...person }
      files(first: 100) { ${FILES} }
      labels(first: 100) { totalCount nodes { id name } }
      timelineItems(last: 100, itemTypes: ${TIMELINE_TYPES}) { ${TIMELINE} }
      baseChanges: timelineItems(last: 1, itemTypes: [BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]) {
        nodes { ... on BaseRefChangedEvent { createdAt } ... on AutomaticBaseChangeSucceededEvent { createdAt } }
      }
      commits(last: 1) { nodes { commit { oid ${blobs} checkSuites(first: 100) { ${SUITES} }
        associatedPullRequests(first: 50) { totalCount nodes { number headRefOid headRefName headRepository { databaseId } baseRepository { databaseId } } } } } }
    }
  }
  ${extended}
  own: nodes(ids: $own) { ... on IssueComment { id body } }
}
${PERSON}`;
}

/** The next page of a list that went on: `files`, `suites` forwards, `timeline` backwards. */
export const pageQueries = {
  files: `query AiOpsFiles($owner: String!, $repo: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    headRefOid files(first: 100, after: $cursor) { ${FILES} } } } }`,
  suites: `query AiOpsSuites($owner: String!, $repo: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    headRefOid commits(last: 1) { nodes { commit { oid checkSuites(first: 100, after: $cursor) { ${SUITES} } } } } } } }`,
  timeline: `query AiOpsTimeline($owner: String!, $repo: String!, $number: Int!, $cursor: String!) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    headRefOid timelineItems(last: 100, before: $cursor, itemTypes: ${TIMELINE_TYPES}) { ${TIMELINE} } } } }
${PERSON}`,
} as const;

const person = z
  .object({ __typename: z.string(), login: z.string(), databaseId: z.number().nullish() })
  .nullable();
const oid = z.object({ oid: z.string() }).nullish();
const blobText = z
  .object({
    text: z.string().nullish(),
    byteSize: z.number().optional(),
    isTruncated: z.boolean().optional(),
  })
  .nullable();
const forwards = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const backwards = z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() });

const files = z.object({
  totalCount: z.number(),
  pageInfo: forwards,
  nodes: z.array(z.object({ path: z.string(), changeType: z.string() })),
});
const suites = z.object({
  pageInfo: forwards,
  nodes: z.array(
    z.object({
      updatedAt: z.string(),
      status: z.string(),
      branch: z.object({ name: z.string() }).nullable(),
      workflowRun: z
        .object({
          databaseId: z.number(),
          event: z.string(),
          createdAt: z.string(),
          file: z.object({ path: z.string() }).nullable(),
        })
        .nullable(),
    }),
  ),
});
const associated = z
  .object({
    totalCount: z.number(),
    nodes: z.array(
      z.object({
        number: z.number(),
        headRefOid: z.string(),
        headRefName: z.string(),
        headRepository: z.object({ databaseId: z.number() }).nullable(),
        baseRepository: z.object({ databaseId: z.number() }).nullable(),
      }),
    ),
  })
  .nullable();
const labelEvent = { createdAt: z.string(), label: z.object({ id: z.string() }), actor: person };
const timeline = z.object({
  pageInfo: backwards,
  nodes: z.array(
    z.discriminatedUnion('__typename', [
      z.object({ __typename: z.literal('LabeledEvent'), ...labelEvent }),
      z.object({ __typename: z.literal('UnlabeledEvent'), ...labelEvent }),
      z.object({ __typename: z.literal('HeadRefForcePushedEvent'), createdAt: z.string(), afterCommit: oid }),
    ]),
  ),
});
const blobs = z.record(z.string(), z.unknown());

/** The answer's shape; what does not fit it is no answer. */
export const gateAnswer = z.object({
  repository: z.object({
    databaseId: z.number(),
    isArchived: z.boolean(),
    url: z.string(),
    defaultBranchRef: z.object({ name: z.string(), target: blobs }),
    config: blobText,
    label: z.object({ id: z.string() }).nullable(),
    pullRequest: z.object({
      title: z.string(),
      state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
      isDraft: z.boolean(),
      isCrossRepository: z.boolean(),
      baseRefName: z.string(),
      baseRefOid: z.string(),
      headRefName: z.string(),
      headRefOid: z.string(),
      headRepository: z
        .object({ databaseId: z.number(), name: z.string(), owner: z.object({ login: z.string() }) })
        .nullable(),
      author: person,
      files: files.nullable(),
      labels: z.object({
        totalCount: z.number(),
        nodes: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
      timelineItems: timeline,
      baseChanges: z.object({ nodes: z.array(z.object({ createdAt: z.string() })) }),
      commits: z.object({
        nodes: z.array(
          z.object({
            commit: z.looseObject({
              oid: z.string(),
              checkSuites: suites.nullable(),
              associatedPullRequests: associated,
            }),
          }),
        ),
      }),
    }),
  }),
  ownerConfig: z.object({ object: blobText }).nullish(),
  own: z.array(z.object({ id: z.string(), body: z.string() }).nullable()),
});
export type GateAnswer = z.output<typeof gateAnswer>;
export type PullAnswer = GateAnswer['repository']['pullRequest'];
export type TimelineNode = z.output<typeof timeline>['nodes'][number];
export type SuiteNode = z.output<typeof suites>['nodes'][number];
export type FileNode = z.output<typeof files>['nodes'][number];
export type ActorAnswer = z.output<typeof person>;

const page = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ repository: z.object({ pullRequest: z.object({ headRefOid: z.string(), ...shape }) }) });

export const pageAnswers = {
  files: page({ files }),
  suites: page({
    commits: z.object({
      nodes: z.array(z.object({ commit: z.object({ oid: z.string(), checkSuites: suites }) })),
    }),
  }),
  timeline: page({ timelineItems: timeline }),
} as const;

/** Blob id of the i-th workflow file of the query in a commit; `null` where the file is not there. */
export function blobId(commit: Readonly<Record<string, unknown>>, i: number): string | null {
  return oid.parse(commit[`wf${i}`] ?? null)?.oid ?? null;
}

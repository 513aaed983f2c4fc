import { z } from 'zod';
import {
  CONFIG_PATH,
  type ConfigFile,
  configDefaults,
  configWarnings,
  extendsOf,
  gateSettings,
  parseRepositoryConfig,
  type RepositoryConfig,
} from '../config/repository.ts';
import { describeProblem, type Problem } from '../config/repository-problems.ts';
import type { ConfigChange } from '../effect/effect.ts';
import { CodedError, unreachable } from '../errors.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { known, unknown } from '../policies/verdict.ts';
import type { PullMemory } from '../store/store.ts';
import { askGitHub, expectSameRepository, type WholeAnswer } from './ask.ts';
import { workflowPathsOf } from './evidence.ts';
import type { QueryShape } from './query.ts';

/** The configuration as it stands on the default branch, and what became of reading it. */
export interface ConfigReading {
  readonly kind: 'ok' | 'absent' | 'unreadable' | 'invalid';
  /** Defaults in `observe` where the kind is not `ok`. */
  readonly config: RepositoryConfig;
  readonly text: string;
  readonly problems: readonly string[];
}

/** The files as GitHub showed them; `extendedText` is the owner's, `null` while none is extended. */
interface ConfigTexts {
  readonly text: ConfigFile;
  readonly extendedText: ConfigFile | null;
}

/** The files, and what they come to. */
interface Configured {
  readonly texts: ConfigTexts;
  readonly reading: ConfigReading;
  readonly shape: QueryShape;
}

/** The configuration last seen per repository id: so that the first question can be the last, and the same text is parsed once. */
export type ConfigCache = Map<number, Configured>;

const NOTHING: ConfigTexts = { text: known(null), extendedText: null };
const MAX_QUESTIONS = 3;

/**
 * The query is shaped by the configuration and answers with it, so it is asked again only when
 * the configuration has just changed.
 */
export async function askWithItsConfig(
  client: GitHubClient,
  memory: PullMemory,
  configs: ConfigCache,
): Promise<{ readonly whole: WholeAnswer; readonly config: ConfigReading }> {
  const ownComments = memory.comments.map(({ nodeId }) => nodeId);
  let seen = configs.get(memory.pull.repositoryId) ?? configuredBy(NOTHING);
  for (let asked = 0; asked < MAX_QUESTIONS; asked += 1) {
    const { shape } = seen;
    const whole = await askGitHub(client, memory.pull, { shape, ownComments });
    const texts = textsOf(whole, shape);
    if (!isSame(texts, seen.texts)) seen = configuredBy(texts);
    if (isSame(seen.shape, shape)) {
      configs.set(memory.pull.repositoryId, seen);
      return { whole, config: seen.reading };
    }
  }
  throw new CodedError(
    'AIOPS_GITHUB_STALE',
    'the configuration keeps changing while it is read; it is asked again',
  );
}

function configuredBy(texts: ConfigTexts): Configured {
  const reading = readConfig(texts);
  const shape = {
    workflowPaths: workflowPathsOf(gateSettings(reading.config, '')),
    labelName: reading.config.label.name,
    extended: texts.text.known && texts.text.value !== null && extendsOf(texts.text.value) !== null,
  };
  return { texts, reading, shape };
}

function isSame<T extends ConfigTexts | QueryShape>(one: T, other: T): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function textsOf({ answer }: WholeAnswer, shape: QueryShape): ConfigTexts {
  return {
    text: fileOf(answer.repository.config),
    extendedText: shape.extended ? fileOf(answer.ownerConfig?.object ?? null) : null,
  };
}

interface BlobAnswer {
  readonly text?: string | null | undefined;
  readonly isTruncated?: boolean | undefined;
}

function fileOf(blob: BlobAnswer | null): ConfigFile {
  if (blob === null) return known(null);
  if (blob.isTruncated || typeof blob.text !== 'string')
    return unknown('GitHub does not show the file as text');
  return known(blob.text);
}

function readConfig({ text, extendedText }: ConfigTexts): ConfigReading {
  const parsed = parseRepositoryConfig({ text, ...(extendedText === null ? {} : { extendedText }) });
  switch (parsed.kind) {
    case 'ok':
    case 'absent':
      return { kind: parsed.kind, config: parsed.config, text: parsed.text, problems: [] };
    case 'unreadable':
    case 'invalid':
      return { kind: parsed.kind, config: configDefaults(), text: '', problems: parsed.problems };
    default:
      return unreachable(parsed);
  }
}

/**
 * A reading that was stored. What an older version of the bot took may be invalid by now, and lacks what has a default
 * since.
 */
export function storedConfig({
  kind,
  text,
  problems,
}: Pick<ConfigReading, 'kind' | 'text' | 'problems'>): ConfigReading {
  if (kind !== 'ok') return { kind, config: configDefaults(), text, problems };
  return readConfig({ text: known(text), extendedText: null });
}

const configAnswer = z.object({
  repository: z
    .object({
      databaseId: z.number(),
      object: z.object({ text: z.string().nullish(), isTruncated: z.boolean().optional() }).nullable(),
    })
    .nullable(),
});

/** `repositoryId` where it is known which one is meant: a name that was given up is anybody's. */
interface Where {
  readonly owner: string;
  readonly repo: string;
  readonly repositoryId?: number;
}

/**
 * The configuration alone, for what concerns a repository and no PR.
 *
 * @throws {CodedError} `AIOPS_REPOSITORY_REPLACED` where the name is another repository's by now; GitHub's error otherwise
 */
export async function readRepositoryConfig(client: GitHubClient, where: Where): Promise<ConfigReading> {
  return readConfig(await readTexts(client, where, 'HEAD'));
}

/**
 * What a commit of a PR would make of the configuration.
 *
 * @throws GitHub's error
 */
export async function readConfigChange(
  client: GitHubClient,
  where: Where,
  headSha: string,
): Promise<ConfigChange> {
  const { text, extendedText } = await readTexts(client, where, headSha);
  const parsed = parseRepositoryConfig({ text, ...(extendedText === null ? {} : { extendedText }) });
  switch (parsed.kind) {
    case 'ok':
      return { kind: 'valid', mode: parsed.config.mode, warnings: configWarnings(parsed.config) };
    case 'absent':
      return { kind: 'removed' };
    case 'unreadable':
      return { kind: 'unreadable', why: parsed.problems[0] ?? '' };
    case 'invalid':
      return { kind: 'invalid', problems: parsed.found.map(located) };
    default:
      return unreachable(parsed);
  }
}

/** A line of the extended file is none that the PR shows. */
function located(problem: Problem): { readonly line: number | null; readonly message: string } {
  const { place } = problem;
  return place === null || place.extended
    ? { line: null, message: describeProblem(problem) }
    : { line: place.line, message: describeProblem({ ...problem, place: null }) };
}

async function readTexts(client: GitHubClient, where: Where, commit: string): Promise<ConfigTexts> {
  const text = await readFile(client, where, commit);
  const extended = text.known && text.value !== null ? extendsOf(text.value) : null;
  const extendedText =
    extended === null ? null : await readFile(client, { owner: where.owner, repo: extended }, 'HEAD');
  return { text, extendedText };
}

async function readFile(client: GitHubClient, where: Where, commit: string): Promise<ConfigFile> {
  const query = `query AiOpsConfig($owner: String!, $repo: String!, $file: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    object(expression: $file) { ... on Blob { text byteSize isTruncated } }
  }
}`;
  const answer = await client.graphql(query, {
    owner: where.owner,
    repo: where.repo,
    file: `${commit}:${CONFIG_PATH}`,
  });
  const { repository } = expectAnswer(configAnswer, answer, 'the configuration');
  if (repository !== null && where.repositoryId !== undefined)
    expectSameRepository({ ...where, repositoryId: where.repositoryId }, repository.databaseId);
  return fileOf(repository?.object ?? null);
}

import { z } from 'zod';
import type { PullTarget } from '../effect/effect.ts';
import { messageOf } from '../errors.ts';
import { pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { UnexpectedAnswer } from '../github/failure.ts';
import type { ChangeFacts } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import { matchingPaths } from './matching-paths.ts';
import type { FileNode } from './query.ts';

/** Paths that are kept with a decision: enough to say what is wrong, however many there are. */
const MAX_SHOWN = 50;
const MAX_REMEMBERED = 200;
const MAX_HEADS = 2_000;

/** Of a longer list a person is told that it was not looked at. */
const MAX_ASKED = 300;

const filesAnswer = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));
type FileAnswer = z.output<typeof filesAnswer>[number];

/**
 * Touched paths by PR, head and base commit: the diff between two commits never changes, and a long
 * one takes dozens of calls to read.
 */
export class ChangedPaths {
  readonly #known = new Map<string, readonly string[]>();
  readonly #touched = new Map<string, readonly string[] | null>();

  /** @throws GitHub's error; a failed read is not remembered */
  async of(key: string, read: () => Promise<readonly string[] | null>): Promise<readonly string[] | null> {
    const remembered = this.#known.get(key);
    if (remembered !== undefined) return remembered;
    const paths = await read();
    if (paths === null) return null;
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(key, paths);
    return paths;
  }

  /**
   * The few of a head that are shown. That they cannot be told is remembered as well: whoever opens a PR chooses how
   * long it takes to find out.
   *
   * @throws GitHub's error; a failed read is not remembered
   */
  async touched(
    key: string,
    read: () => Promise<readonly string[] | null>,
  ): Promise<readonly string[] | null> {
    const remembered = this.#touched.get(key);
    if (remembered !== undefined) return remembered;
    const paths = await read();
    if (this.#touched.size >= MAX_HEADS) this.#touched.clear();
    this.#touched.set(key, paths);
    return paths;
  }
}

export interface ChangesQuestion {
  readonly client: GitHubClient;
  readonly pull: PullTarget;
  readonly changedPaths: ChangedPaths;
  /** Head and base commit. */
  readonly between: { readonly headSha: string; readonly baseSha: string };
  readonly workflowPaths: readonly string[];
  readonly protectedPaths: readonly string[];
  readonly smokePaths: readonly string[];
}

/**
 * What of the PR's changes matters to a gate. GraphQL does not tell a renamed file's old name, so
 * where one was renamed or copied the list is read once more by REST: moving a protected file away
 * touches it.
 */
export async function readChanges(
  files: () => Promise<readonly FileNode[] | null>,
  ask: ChangesQuestion,
): Promise<Known<ChangeFacts>> {
  try {
    const paths = await changedPathsOf(files, ask);
    if (paths === null) return unknown('the PR changes more files than GitHub lists');
    return known({
      paths: paths.filter((path) => ask.workflowPaths.includes(path)),
      protectedPaths: matchingPaths(paths, ask.protectedPaths).slice(0, MAX_SHOWN),
      smokePaths: matchingPaths(paths, ask.smokePaths).slice(0, MAX_SHOWN),
    });
  } catch (error) {
    return unknown(messageOf(error));
  }
}

/**
 * Every path that the PR touches, old names included; `null` where it changes more than GitHub lists.
 *
 * @throws GitHub's error
 */
export function changedPathsOf(
  files: () => Promise<readonly FileNode[] | null>,
  ask: Pick<ChangesQuestion, 'client' | 'pull' | 'changedPaths' | 'between'>,
): Promise<readonly string[] | null> {
  const { repositoryId, number } = ask.pull;
  const key = `${repositoryId}#${number}:${ask.between.baseSha}:${ask.between.headSha}`;
  return ask.changedPaths.of(key, async () => allPaths(await files(), ask));
}

/**
 * The paths of the PR that match, old names included, for what is only shown; `null` where they cannot be told: not
 * read, more files than `MAX_ASKED`, or names that take too long to match. A new base branch is only noticed with the
 * next head.
 */
export async function touchedPaths(
  ask: Pick<ChangesQuestion, 'client' | 'pull' | 'changedPaths'> & { readonly headSha: string },
  globs: readonly string[],
): Promise<readonly string[] | null> {
  const { repositoryId, number } = ask.pull;
  const key = [`${repositoryId}#${number}:${ask.headSha}`, ...globs].join('\n');
  try {
    return await ask.changedPaths.touched(key, async () => {
      const paths = await firstNames(ask);
      return paths && matchedInTime(paths, globs);
    });
  } catch {
    return null;
  }
}

function matchedInTime(paths: readonly string[], globs: readonly string[]): readonly string[] | null {
  try {
    return matchingPaths(paths, globs).slice(0, MAX_SHOWN);
  } catch {
    return null;
  }
}

async function allPaths(
  files: readonly FileNode[] | null,
  ask: Pick<ChangesQuestion, 'client' | 'pull'>,
): Promise<readonly string[] | null> {
  if (files === null) return null;
  const names = files.map(({ path }) => path);
  const renamed = files.some(({ changeType }) => changeType === 'RENAMED' || changeType === 'COPIED');
  return renamed ? [...new Set([...names, ...(await namesBefore(ask, names.length))])] : names;
}

async function namesBefore(
  ask: Pick<ChangesQuestion, 'client' | 'pull'>,
  expected: number,
): Promise<readonly string[]> {
  const found: FileAnswer[] = [];
  for await (const page of filePages(ask)) found.push(...page);
  if (found.length < expected) throw new UnexpectedAnswer('GitHub lists fewer changed files than before');
  return found.flatMap(namesOf);
}

async function firstNames(ask: Pick<ChangesQuestion, 'client' | 'pull'>): Promise<readonly string[] | null> {
  const found: FileAnswer[] = [];
  for await (const page of filePages(ask)) {
    found.push(...page);
    if (found.length > MAX_ASKED) return null;
  }
  return found.flatMap(namesOf);
}

function filePages({ client, pull }: Pick<ChangesQuestion, 'client' | 'pull'>) {
  const { owner, repo, number } = pull;
  const params = { owner, repo, pull_number: number };
  return pages(client, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
    params,
    schema: filesAnswer,
    what: 'changed files',
  });
}

function namesOf({ filename, previous_filename }: FileAnswer): readonly string[] {
  return previous_filename === undefined ? [filename] : [filename, previous_filename];
}

import picomatch from 'picomatch';
import { z } from 'zod';
import type { PullTarget } from '../effect.ts';
import { messageOf } from '../errors.ts';
import { pages } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { UnexpectedAnswer } from '../github/failure.ts';
import type { ChangeFacts } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { FileNode } from './query.ts';

const filesAnswer = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }));

/**
 * Every path the PR touches. GraphQL does not tell a renamed file's old name, so where one was
 * renamed or copied the list is read once more by REST: moving a protected file away touches it.
 */
export async function readChanges(
  files: readonly FileNode[] | null,
  ask: {
    readonly client: GitHubClient;
    readonly pull: PullTarget;
    readonly protectedPaths: readonly string[];
    readonly smokePaths: readonly string[];
  },
): Promise<Known<ChangeFacts>> {
  if (files === null) return unknown('the PR changes more files than GitHub lists');
  try {
    const renamed = files.some(({ changeType }) => changeType === 'RENAMED' || changeType === 'COPIED');
    const names = files.map(({ path }) => path);
    const paths = renamed ? [...new Set([...names, ...(await oldNames(ask, names.length))])] : names;
    const matching = (globs: readonly string[]) => {
      const matches = picomatch([...globs], { dot: true });
      return paths.filter((path) => matches(path));
    };
    return known({
      paths,
      protectedPaths: matching(ask.protectedPaths),
      smokePaths: matching(ask.smokePaths),
    });
  } catch (error) {
    return unknown(messageOf(error));
  }
}

async function oldNames(
  ask: { readonly client: GitHubClient; readonly pull: PullTarget },
  expected: number,
): Promise<readonly string[]> {
  const { owner, repo, number } = ask.pull;
  const found: z.output<typeof filesAnswer> = [];
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
  const list = { params: { owner, repo, pull_number: number }, schema: filesAnswer, what: 'changed files' };
  for await (const page of pages(ask.client, route, list)) found.push(...page);
  if (found.length < expected) throw new UnexpectedAnswer('GitHub lists fewer changed files than before');
  return found.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
}

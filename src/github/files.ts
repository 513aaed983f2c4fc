import { createHash } from 'node:crypto';
import { z } from 'zod';
import { expectAnswer } from './answer.ts';
import type { GitHubClient } from './client.ts';

/** What is at a path. `other`: no file, or none whose every byte GitHub shows as text. */
export type FoundFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' | 'other' };

const blob = z
  .object({ oid: z.string().optional(), text: z.string().nullish(), isTruncated: z.boolean().optional() })
  .nullable();
const filesAnswer = z.object({ repository: z.record(z.string(), blob).nullable() });

/**
 * What is at these paths, in their order.
 *
 * @param where.at a commit or a whole reference such as `refs/heads/main`; `HEAD` is the default branch
 * @throws GitHub's error
 */
export async function readFiles(
  client: Pick<GitHubClient, 'graphql'>,
  where: { readonly owner: string; readonly repo: string; readonly at: string },
  paths: readonly string[],
): Promise<readonly FoundFile[]> {
  const { owner, repo, at } = where;
  if (paths.length === 0) return [];
  const query = `query AiOpsFilesAt($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) { ${paths.map((path, index) => `f${index}: ${fileField(at, path)}`).join(' ')} }
}`;
  const answer = await client.graphql(query, { owner, repo });
  const { repository } = expectAnswer(filesAnswer, answer, `files at ${at}`);
  return paths.map((_, index) => foundFile(repository?.[`f${index}`] ?? null));
}

/** What a query asks for of a file. */
function fileField(at: string, path: string): string {
  return `object(expression: ${JSON.stringify(`${at}:${path}`)}) { ... on Blob { oid text isTruncated } }`;
}

/** Its id says whether the text is all of it, letter by letter: what is decoded otherwise has another. */
function foundFile(answer: z.output<typeof blob>): FoundFile {
  if (answer === null) return { kind: 'none' };
  const { oid, text } = answer;
  if (typeof text !== 'string' || answer.isTruncated === true) return { kind: 'other' };
  const id = createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest('hex');
  return id === oid ? { kind: 'text', text } : { kind: 'other' };
}

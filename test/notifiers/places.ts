import type { PullTarget } from '../../src/effect/effect.ts';

export const HEAD = 'a1b2c3d4e5'.repeat(4);
export const PULL: PullTarget = {
  installationId: 9,
  repositoryId: 1296269,
  owner: 'octo',
  repo: 'shop',
  number: 7,
};

/** What a hostile author would call a job, a label, a branch or himself. */
export const HOSTILE =
  '| <img src=x onerror=1> @everyone [x](javascript:1) `code` **b** #1 GH-2 https://evil.example www.evil.example $x$ \u202eabc\u200b\nnext | line --> ```';

import { z } from 'zod';
import { codeOf, messageOf } from '../errors.ts';
import { pages } from '../github/answer.ts';
import { type Repository, SWEEP_EVERY_MS } from '../store/store.ts';
import type { HandlerDeps } from './handler.ts';

/** PRs looked at in one sweep; where there are more, each sweep takes the next part. */
const PULLS_PER_SWEEP = 200;

const answer = z.array(z.object({ number: z.number() }));

/**
 * Looks again at open PRs, so that a lost event costs only time: at those the bot knows, and at
 * those that GitHub lists and the bot never heard of.
 */
export async function sweep(deps: HandlerDeps): Promise<{ readonly requested: number }> {
  for (const repository of await deps.store.installations.repositories()) {
    try {
      await rememberOpenPulls(deps, repository);
    } catch (error) {
      const where = `${repository.owner}/${repository.name}`;
      deps.log.warn({ code: codeOf(error) }, `open PRs of ${where} could not be listed: ${messageOf(error)}`);
    }
  }
  const open = [...(await deps.store.pulls.open())].sort(
    (a, b) => a.repositoryId - b.repositoryId || a.number - b.number,
  );
  const parts = Math.max(1, Math.ceil(open.length / PULLS_PER_SWEEP));
  const part = Math.floor(deps.clock.now() / SWEEP_EVERY_MS) % parts;
  const due = open.slice(part * PULLS_PER_SWEEP, (part + 1) * PULLS_PER_SWEEP);
  for (const pull of due) await deps.store.evaluations.request(pull, 'sweep');
  return { requested: due.length };
}

async function rememberOpenPulls(deps: HandlerDeps, repository: Repository): Promise<void> {
  const { installationId, owner, name: repo } = repository;
  const client = await deps.github(installationId);
  const list = { params: { owner, repo, state: 'open' }, schema: answer, what: 'open pull requests' };
  for await (const page of pages(client, 'GET /repos/{owner}/{repo}/pulls', list)) {
    for (const { number } of page) {
      await deps.store.pulls.remember(
        { installationId, repositoryId: repository.id, owner, repo, number },
        true,
      );
    }
  }
}

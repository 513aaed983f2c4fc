import { expect, test } from '@jest/globals';
import { known } from '../../src/policies/verdict.ts';
import { pullKey, type RunAttempt, type StartedByHand } from '../../src/store/store.ts';
import { claim, type TestStore } from '../support/store.ts';
import { AT, commitOf, decision, draft, HEAD, handoff, MONA, newPull, verdict } from './samples.ts';

export function runsSuite(stored: () => TestStore): void {
  test('of a run, the newest attempt that was read is kept', async () => {
    const { store } = stored();
    const { repositoryId } = newPull();
    const attempt = (n: number, conclusion: string): RunAttempt => ({
      repositoryId,
      runId: 12_345_678_901,
      attempt: n,
      suiteUpdatedAt: AT,
      workflowPath: '.github/workflows/smoke.yml',
      workflowId: 3,
      event: 'pull_request',
      headSha: HEAD,
      headBranch: 'feature',
      headRepositoryId: null,
      createdAt: AT,
      conclusion,
      url: 'https://github.com/acme/shop/actions/runs/12345678901',
      jobs: known([]),
      reportSource: 'verify/ai-ops-verify.md',
      report: known({ kind: 'text', text: 'nul \u0000' }),
    });
    expect(await store.runs.completed(repositoryId, 12_345_678_901)).toBeNull();
    for (const each of [attempt(2, 'failure'), attempt(1, 'success'), attempt(2, 'success')])
      await store.runs.keep(each);
    expect(await store.runs.completed(repositoryId, 12_345_678_901)).toEqual(attempt(2, 'success'));
  });

  test('a run started by hand is kept once, given to one PR once, and taken once', async () => {
    const { store } = stored();
    const pull = newPull();
    const { repositoryId, installationId, owner, repo } = pull;
    const run = { id: 77, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/77' };
    const started: StartedByHand = {
      ...{
        repositoryId,
        installationId,
        owner,
        repo,
        run,
        by: MONA,
        createdAt: AT,
        headBranch: 'main',
        headSha: HEAD,
      },
      workflowPath: '.github/workflows/handoff.yml',
      title: 'lone \ud800',
    };
    const key = `${repositoryId}:77:1`;
    await store.runs.rememberStartedByHand(started);
    await store.runs.rememberStartedByHand(started);
    expect(await claim(store, 'adopt', key)).toHaveLength(1);
    expect(await store.runs.startedByHand(key)).toEqual(started);
    expect(await store.runs.startedByHand('no such run')).toBeNull();

    await store.runs.attribute(key, { pull, headSha: HEAD }, [draft('run.attributed')]);
    await store.runs.attribute(key, null, [draft('run.not_attributed')]);
    expect(await store.ledger.entries(repositoryId, 1, 10)).toMatchObject([{ action: 'run.attributed' }]);
    expect(await claim(store, 'evaluate', pullKey(pull))).toHaveLength(1);
    expect((await store.pulls.memory(pull)).startedByHand).toEqual({ run, by: MONA, headSha: HEAD });
    expect(await store.runs.ownerOf(repositoryId, run.id)).toBeNull();

    await store.pulls.commit(commitOf(pull, { adoptedRunId: 77 }));
    expect((await store.pulls.memory(pull)).startedByHand).toBeNull();
  });

  test('a run that no PR could be told for is on record, and nothing is evaluated', async () => {
    const { store } = stored();
    const pull = newPull();
    const { repositoryId, installationId, owner, repo } = pull;
    const run = { id: 78, attempt: 2, url: '' };
    await store.runs.rememberStartedByHand({
      ...{
        repositoryId,
        installationId,
        owner,
        repo,
        run,
        by: MONA,
        createdAt: AT,
        headBranch: 'main',
        headSha: HEAD,
      },
      workflowPath: '.github/workflows/handoff.yml',
      title: '',
    });
    await store.runs.attribute(`${repositoryId}:78:2`, null, [draft('run.not_attributed')]);
    expect(await store.ledger.entries(repositoryId, 1, 10)).toMatchObject([{ action: 'run.not_attributed' }]);
    expect(await claim(store, 'evaluate', pullKey(pull))).toEqual([]);
  });

  test('candidates are open PRs with a decision, and what it said', async () => {
    const { store } = stored();
    const pull = newPull();
    const [closed, undecided] = [1, 2].map((n) => ({ ...pull, number: pull.number + n }));
    if (closed === undefined || undecided === undefined) throw new Error('no PRs');
    const green = [verdict('G1'), verdict('G4')];
    const red = decision(pull, {
      id: `red-${pull.repositoryId}`,
      verdicts: [verdict('G1', 'fail'), verdict('G4')],
    });
    await store.pulls.commit(
      commitOf(pull, { decision: decision(pull, { verdicts: green }), handoffs: [handoff(pull)] }),
    );
    await store.pulls.commit(
      commitOf(closed, { decision: { ...decision(closed), id: `closed-${pull.repositoryId}` }, open: false }),
    );
    await store.pulls.commit(commitOf(undecided));
    const seen = { pull, headSha: HEAD, headRef: expect.any(String), handoffs: [handoff(pull)] };
    expect(await store.runs.candidates(pull.repositoryId)).toEqual([
      { ...seen, gatesOpen: true, labelTrusted: true },
    ]);
    await store.pulls.commit(commitOf(pull, { expected: [handoff(pull)], decision: red }));
    expect(await store.runs.candidates(pull.repositoryId)).toEqual([
      { ...seen, gatesOpen: false, labelTrusted: true },
    ]);
  });
}

import { afterEach, expect, test } from '@jest/globals';
import { githubNotifiers } from '../../src/notifiers/index.ts';
import { nock } from '../support/nock.ts';
import { EFFECTS, type OneCallKind, sending } from './effects.ts';
import { depsFor, withFreshNock } from './github-double.ts';

afterEach(() => expect(nock.pendingMocks()).toEqual([]));
withFreshNock();

/** A refusal that says that there is nothing left to do is a success; any other is a refusal. */
test.each<[OneCallKind, number, 'sent' | 'rejected']>([
  ['remove_label', 404, 'sent'],
  ['remove_label', 403, 'rejected'],
  ['cancel_run', 404, 'sent'],
  ['cancel_run', 409, 'sent'],
  ['cancel_run', 403, 'rejected'],
  ['cancel_watched', 404, 'sent'],
  ['cancel_watched', 409, 'sent'],
  ['add_label', 404, 'rejected'],
  ['reaction', 404, 'rejected'],
])('%s answered with %i is %s', async (kind, status, outcome) => {
  nock('https://api.github.com')
    .intercept(/.*/, kind === 'remove_label' ? 'DELETE' : 'POST')
    .reply(status, { message: 'no' });
  expect(await githubNotifiers(depsFor())[kind].send(sending(EFFECTS[kind]))).toMatchObject({
    kind: outcome,
  });
});

test('a label is named in the address as it is, its emoji and all', async () => {
  nock('https://api.github.com')
    .delete('/repos/octo/shop/issues/7/labels/LG-Verified%20%E2%9C%85')
    .reply(200, []);
  expect(await githubNotifiers(depsFor()).remove_label.send(sending(EFFECTS.remove_label))).toMatchObject({
    kind: 'sent',
  });
});

/** GitHub refuses with the same 403 to run again what still runs, and what is too old. */
test.each([
  ['completed', 1, 'rejected'],
  ['in_progress', 1, 'retry'],
  ['queued', 2, 'sent'],
])('a refused re-run of a run that is %s at attempt %i is %s', async (status, attempt, outcome) => {
  const run = {
    run_attempt: 1,
    status: 'completed',
    html_url: 'https://github.com/octo/shop/actions/runs/99',
  };
  nock('https://api.github.com')
    .get('/repos/octo/shop/actions/runs/99')
    .reply(200, run)
    .post('/repos/octo/shop/actions/runs/99/rerun')
    .reply(403, { message: 'no' })
    .get('/repos/octo/shop/actions/runs/99')
    .reply(200, { ...run, run_attempt: attempt, status });
  expect(await githubNotifiers(depsFor()).rerun_watched.send(sending(EFFECTS.rerun_watched))).toMatchObject({
    kind: outcome,
  });
});

import { afterEach, describe, expect, test } from '@jest/globals';
import type { DispatchEffect } from '../../src/effect/effect.ts';
import { dispatchNotifier } from '../../src/notifiers/dispatch.ts';
import type { Outcome } from '../../src/notifiers/notifier.ts';
import { nock } from '../support/nock.ts';
import { dispatchEffect, sending } from './effects.ts';
import { depsFor, NOW, withFreshNock } from './github-double.ts';

const PATH = '/repos/octo/shop/actions/workflows/ai-ops-auto-handoff.yml/dispatches';
const RUN = 'https://github.com/octo/shop/actions/runs/77';
const details = {
  workflow_run_id: 77,
  run_url: 'https://api.github.com/repos/octo/shop/actions/runs/77',
  html_url: RUN,
};

afterEach(() => expect(nock.pendingMocks()).toEqual([]));
withFreshNock();

const github = (): nock.Scope => nock('https://api.github.com');
const send = (effect: DispatchEffect = dispatchEffect(), since: string | null = null): Promise<Outcome> =>
  dispatchNotifier(depsFor()).send(sending(effect, { mayHaveBeenDoneSince: since }));

test('goes to the branch of the effect, without inputs where none are configured, and returns the run', async () => {
  github().post(PATH, { ref: 'main', return_run_details: true }).reply(200, details);
  expect(await send()).toEqual({ kind: 'sent', result: { run: { id: 77, attempt: 1, url: RUN } } });
});

test('hands the configured inputs over', async () => {
  github()
    .post(PATH, { ref: 'main', inputs: { pr: '7' }, return_run_details: true })
    .reply(200, details);
  expect(await send(dispatchEffect({ inputs: { pr: '7' } }))).toMatchObject({ kind: 'sent' });
});

test('that may have been done is not sent again: not a single call', async () => {
  const since = new Date(NOW).toISOString();
  expect(await send(dispatchEffect(), since)).toMatchObject({
    kind: 'unanswered',
    detail: expect.stringContaining(since),
  });
});

describe('an API that does not know return_run_details', () => {
  test('is asked without it, and the run must be looked for', async () => {
    github()
      .post(PATH, { ref: 'main', return_run_details: true })
      .reply(400, { message: 'Invalid request. "return_run_details" is not a permitted key.' })
      .post(PATH, { ref: 'main' })
      .reply(204);
    expect(await send()).toMatchObject({ kind: 'unanswered', code: 'AIOPS_DISPATCH_UNANSWERED' });
  });

  test('may refuse what it was asked without it', async () => {
    github()
      .post(PATH, { ref: 'main', return_run_details: true })
      .reply(422, { message: 'Unexpected key return_run_details' })
      .post(PATH, { ref: 'main' })
      .reply(422, { message: 'No ref found for: main' });
    expect(await send()).toEqual({
      kind: 'rejected',
      code: 'AIOPS_GITHUB_REFUSED',
      detail: 'GitHub answered 422: No ref found for: main',
    });
  });

  test('may ignore it', async () => {
    github().post(PATH).reply(204);
    expect(await send()).toMatchObject({ kind: 'unanswered' });
  });
});

test.each([
  [403, "Event 'workflow_dispatch' is not allowed to trigger Actions workflows"],
  [404, 'Not Found'],
  [422, 'Unexpected inputs provided: ["pr"]'],
])('refused with %i is not tried again', async (status, message) => {
  github().post(PATH).reply(status, { message });
  expect(await send()).toMatchObject({ kind: 'rejected', detail: `GitHub answered ${status}: ${message}` });
});

test.each<[string, object | string]>([
  ['names no run', {}],
  ['names a run that is no number', { ...details, workflow_run_id: '77' }],
  [
    'names a run beyond what can be counted',
    '{"workflow_run_id": 9007199254740993, "html_url": "https://github.com/x"}',
  ],
  ['has no address', { ...details, html_url: 'javascript:alert(1)' }],
  ['is a page', '<html>ok</html>'],
  ['breaks off', ''],
])('answered with a yes that %s counts as unanswered', async (_, answer) => {
  github().post(PATH).reply(200, answer, { 'content-type': 'application/json' });
  expect(await send()).toMatchObject({ kind: 'unanswered' });
});

import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkRunNotifier } from '../../src/notifiers/check-run.ts';
import type { SendResult } from '../../src/notifiers/notifier.ts';
import { checkRunEffect, HEAD, PASSED, sending, view } from './effects.ts';
import { APP_ID, depsFor, type GitHubDouble, githubDouble, withFreshNock } from './github-double.ts';

const waiting = checkRunEffect(view());
const open = checkRunEffect(view({ overall: 'open', verdicts: PASSED }));
const NAME = 'AI Ops gates (main)';
const OWN = {
  appId: APP_ID,
  headSha: HEAD,
  name: NAME,
  externalId: '7:main:0',
  status: 'in_progress',
  conclusion: null,
};

withFreshNock();

let github: GitHubDouble;

beforeEach(() => {
  github = githubDouble();
  github.serve();
});

async function send(effect: typeof waiting, previous: SendResult | null = null): Promise<SendResult> {
  const outcome = await checkRunNotifier(depsFor()).send(sending(effect, { previous }));
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

const changes = (): string[] =>
  github.calls
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.split('/').slice(4).join('/')}`);

test('is made on the head commit, for PR and base', async () => {
  const result = await send(waiting);
  expect(github.checks).toMatchObject([
    { name: NAME, headSha: HEAD, externalId: '7:main:0', status: 'in_progress', conclusion: null },
  ]);
  expect(result).toEqual({
    id: github.checks[0]?.id,
    nodeId: `CR_${github.checks[0]?.id}`,
    url: `https://github.com/octo/shop/runs/${github.checks[0]?.id}`,
    status: 'in_progress',
  });
});

test('is completed in place, and changed in place once completed', async () => {
  const first = await send(waiting);
  const second = await send(open, first);
  const third = await send(checkRunEffect(view({ overall: 'closed' })), second);
  expect([first.id, second.id, third.id]).toEqual([first.id, first.id, first.id]);
  expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
  expect(changes()).toEqual([
    'POST check-runs',
    `PATCH check-runs/${first.id}`,
    `PATCH check-runs/${first.id}`,
  ]);
});

test('is made anew when a completed one has to wait again', async () => {
  const first = await send(open);
  const second = await send(waiting, first);
  expect(second.id).not.toBe(first.id);
  expect(github.checks).toMatchObject([{ status: 'completed' }, { status: 'in_progress' }]);
});

test('is made anew though an older one was left in progress', async () => {
  github.checks.push({ id: 5, ...OWN });
  const first = await send(open, { id: 5, status: 'in_progress' });
  github.checks.unshift({ id: 4, ...OWN });
  const second = await send(waiting, first);
  expect([4, 5]).not.toContain(second.id);
});

test('made anew without an answer is found, not made a third time', async () => {
  const first = await send(open);
  await send(waiting, first);
  await send(waiting, first);
  expect(github.checks).toHaveLength(2);
});

test('is made anew when it is gone', async () => {
  const first = await send(waiting);
  github.checks.length = 0;
  const second = await send(open, first);
  expect(second.id).not.toBe(first.id);
  expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
});

describe('of somebody else is left alone:', () => {
  test.each([
    ['another App', { appId: APP_ID + 1 }],
    ['another PR of the same head', { externalId: '8:main:0' }],
    ['a PR whose number begins alike', { externalId: '77:main:0' }],
    ['another base', { externalId: '7:main-2:0' }],
    ['no external id', { externalId: '' }],
    ['another name', { name: 'AI Ops gates (mainx)' }],
  ])('%s', async (_, over) => {
    const foreign = { id: 5, ...OWN, ...over };
    github.checks.push(foreign);
    await send(open);
    expect(github.checks).toHaveLength(2);
    expect(foreign.status).toBe('in_progress');
  });

  test('but its own, of an earlier handoff, is taken up', async () => {
    github.checks.push({ id: 5, ...OWN, externalId: '7:main:h1' });
    expect(await send(open)).toMatchObject({ id: 5 });
    expect(github.checks).toMatchObject([{ externalId: '7:main:0', status: 'completed' }]);
  });
});

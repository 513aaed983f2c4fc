import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../demo/github/api/faults.ts';
import type { Served } from '../../demo/github/api/service.ts';
import { type Given, given } from './given.ts';

/** Asks through the door that faults stand at. */
function serve({ github, askAsApp, installation }: Given): (spec: string, body?: object) => Served {
  const { token } = askAsApp(`POST /app/installations/${installation.id}/access_tokens`).body;
  return (spec, body) => {
    const [method = '', path = ''] = spec.split(' ');
    const headers = { authorization: `token ${token}`, 'user-agent': 'test' };
    const query = new URLSearchParams();
    return github.service.serve({
      method,
      path,
      query,
      headers,
      body: body === undefined ? '' : JSON.stringify(body),
    });
  };
}

function status(served: Served): number | string {
  return served.kind === 'answer' ? served.response.status : served.kind;
}

function body(served: Served): Readonly<Record<string, unknown>> {
  return served.kind === 'answer' ? JSON.parse(String(served.response.body)) : {};
}

const COMMENTS = '/repos/acme/shop/issues/1/comments';
const match = { method: 'POST', path: /\/comments$/ };

describe('a call that goes wrong', () => {
  const rows: readonly (readonly [name: string, fault: Fault, seen: number | string, comments: number])[] = [
    ['the answer is lost after the work', { kind: 'answer-lost', match }, 'lost', 1],
    ['502 without the work', { kind: 'status', status: 502, match }, 502, 0],
    ['502 after the work', { kind: 'status-after-work', status: 502, match }, 502, 1],
    ['no answer, no work', { kind: 'hang', match }, 'hang', 0],
    ['no answer after the work', { kind: 'hang', afterWork: true, match }, 'hang', 1],
    ['the hour is used up', { kind: 'rate-limit', match }, 403, 0],
    ['too much at once', { kind: 'rate-limit', secondary: true, retryAfter: 7, match }, 403, 0],
  ];

  test.each(rows)('%s', (_, fault, seen, comments) => {
    const world = given();
    const ask = serve(world);
    world.github.fault(fault);
    expect(status(ask(`POST ${COMMENTS}`, { body: 'once' }))).toBe(seen);
    expect(world.pull.comments).toHaveLength(comments);
    expect(world.told().filter((name) => name === 'issue_comment.created')).toHaveLength(comments);
    expect(status(ask(`POST ${COMMENTS}`, { body: 'again' }))).toBe(201);
    expect(world.github.service.requests).toMatchObject([
      {
        method: 'POST',
        path: COMMENTS,
        body: { body: 'once' },
        status: comments === 1 ? 201 : null,
        fault: fault.kind,
      },
      { status: 201, fault: null },
    ]);
  });

  test('the second of its kind, or each', () => {
    const world = given();
    const ask = serve(world);
    const comment = () => status(ask(`POST ${COMMENTS}`, { body: 'x' }));
    world.github.fault({ kind: 'status', status: 503, match: { ...match, nth: 2 } });
    expect([comment(), comment(), comment()]).toEqual([201, 503, 201]);
    world.github.fault({ kind: 'status', status: 500, match: { ...match, nth: 'every' } });
    expect([comment(), comment()]).toEqual([500, 500]);
    world.github.service.faults.clear();
    expect(comment()).toBe(201);
  });
});

test('the limits say when to come again', () => {
  const world = given();
  const ask = serve(world);
  const headers = (fault: Fault) => {
    world.github.fault(fault);
    const served = ask('GET /rate_limit');
    return served.kind === 'answer' ? served.response.headers : {};
  };
  const reset = String(world.time.now / 1000 + 60);
  expect(headers({ kind: 'rate-limit', match: {} })).toMatchObject({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': reset,
  });
  expect(headers({ kind: 'rate-limit', secondary: true, retryAfter: 7, match: {} })).toMatchObject({
    'retry-after': '7',
  });
});

describe('a query that goes wrong', () => {
  const question = {
    query:
      '{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) { headRefOid files(first: 1) { totalCount } } } }',
  };

  test('a part is missing, with an error for it', () => {
    const world = given();
    world.github.fault({
      kind: 'partial-graphql',
      at: 'repository.pullRequest.files',
      match: { path: /graphql/ },
    });
    const answer = body(serve(world)('POST /graphql', question));
    expect(answer).toMatchObject({
      data: { repository: { pullRequest: { headRefOid: world.pull.heads[0], files: null } } },
      errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', path: ['repository', 'pullRequest', 'files'] }],
    });
  });

  test('the hour is used up: an answer of 200 with an error', () => {
    const world = given();
    world.github.fault({ kind: 'rate-limit', match: { path: /graphql/ } });
    const served = serve(world)('POST /graphql', question);
    expect(status(served)).toBe(200);
    expect(body(served)).toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] });
  });

  test('the head is still the one before the push, this once', () => {
    const world = given();
    const ask = serve(world);
    world.github.push(world.pull, { changes: { 'x.txt': '1\n' } });
    const [before, after] = world.pull.heads;
    world.github.fault({ kind: 'stale-head', match: { nth: 1 } });
    world.github.fault({ kind: 'stale-head', match: { nth: 2 } });
    expect(body(ask('POST /graphql', question))).toMatchObject({
      data: { repository: { pullRequest: { headRefOid: before } } },
    });
    expect(body(ask('GET /repos/acme/shop/pulls/1'))).toMatchObject({ head: { sha: before } });
    expect(body(ask('GET /repos/acme/shop/pulls/1'))).toMatchObject({ head: { sha: after } });
  });
});

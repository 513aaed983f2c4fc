import { beforeEach, describe, expect, test } from '@jest/globals';
import type { GitHubEffect } from '../../src/effect/effect.ts';
import { digestOfBody } from '../../src/github/body-digest.ts';
import { carriesMarker, commentMarker } from '../../src/notifiers/comment-marker.ts';
import { githubNotifiers } from '../../src/notifiers/index.ts';
import type { Outcome, SendResult } from '../../src/notifiers/notifier.ts';
import { Secret } from '../../src/secrets.ts';
import { blastEffect, PASSED_SINCE } from './blast-samples.ts';
import { approvalEffect, PASSED, PULL, replyEffect, sending, stickyEffect, view } from './effects.ts';
import {
  APP_ID,
  depsFor,
  type GitHubDouble,
  githubDouble,
  MARKER_KEY,
  withFreshNock,
} from './github-double.ts';

withFreshNock();

let github: GitHubDouble;

beforeEach(() => {
  github = githubDouble();
  github.serve();
});

function send(effect: GitHubEffect, previous: SendResult | null = null): Promise<Outcome> {
  return githubNotifiers(depsFor())[effect.kind].send(sending(effect, { previous }));
}

async function sent(effect: GitHubEffect, previous: SendResult | null = null): Promise<SendResult> {
  const outcome = await send(effect, previous);
  if (outcome.kind !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

const methods = (): string[] => github.calls.map(({ method }) => method);
const bodies = (): string[] => github.comments.map(({ body }) => body);

describe('the sticky comment', () => {
  test('is one, edited in place without being looked for', async () => {
    const first = await sent(stickyEffect());
    github.calls.length = 0;
    const second = await sent(stickyEffect({ view: view({ overall: 'open', verdicts: PASSED }) }), first);
    expect(methods()).toEqual(['PATCH']);
    expect(second.id).toBe(first.id);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain('all 5 gates open');
    expect(second).toEqual({
      id: first.id,
      nodeId: `IC_${first.id}`,
      url: `https://github.com/octo/shop/pull/7#issuecomment-${first.id}`,
      bodyDigest: digestOfBody(bodies()[0] ?? ''),
    });
  });

  test('is made anew when somebody deleted it, and the outcome says so', async () => {
    const first = await sent(stickyEffect());
    github.comments.length = 0;
    expect(await send(stickyEffect(), first)).toMatchObject({ kind: 'sent', tampered: true });
    expect(bodies()).toHaveLength(1);
  });

  test('is found again by a bot that forgot it, on whichever page', async () => {
    for (let id = 1; id <= 150; id += 1) github.comments.push({ id, body: 'a remark', appId: null });
    const first = await sent(stickyEffect());
    const again = await send(stickyEffect());
    expect(again).toMatchObject({ kind: 'sent', result: { id: first.id } });
    expect(again).not.toHaveProperty('tampered');
    expect(bodies()).toHaveLength(151);
  });
});

describe('the comment on the blast radius', () => {
  test('is one, edited in place, beside the sticky one', async () => {
    const sticky = await sent(stickyEffect());
    const first = await sent(blastEffect());
    expect(first.id).not.toBe(sticky.id);
    github.calls.length = 0;
    const second = await sent(blastEffect({ over: PASSED_SINCE }), first);
    expect(methods()).toEqual(['PATCH']);
    expect(second.id).toBe(first.id);
    expect(bodies()).toHaveLength(2);
    expect(bodies()[1]).toContain('has passed since');
  });

  test('is made anew when somebody deleted it, and the outcome says so', async () => {
    const first = await sent(blastEffect());
    github.comments.length = 0;
    expect(await send(blastEffect(), first)).toMatchObject({ kind: 'sent', tampered: true });
    expect(bodies()).toHaveLength(1);
  });
});

describe('the approval comment', () => {
  test('is never edited', async () => {
    const first = await sent(approvalEffect());
    const [before] = bodies();
    await sent(approvalEffect({ verdicts: [] }), first);
    await sent(approvalEffect({ verdicts: [] }));
    expect(bodies()).toEqual([before]);
    expect(methods()).not.toContain('PATCH');
  });

  test('that somebody edited is written again, and the outcome says so', async () => {
    const first = await sent(approvalEffect());
    const [before] = bodies();
    for (const comment of github.comments) comment.body = comment.body.replace('main', 'release');
    expect(await send(approvalEffect(), first)).toMatchObject({
      kind: 'sent',
      tampered: true,
      result: first,
    });
    expect(bodies()).toEqual([before]);
  });

  test('that somebody deleted is written again, and the outcome says so', async () => {
    const first = await sent(approvalEffect());
    const [before] = bodies();
    github.comments.length = 0;
    expect(await send(approvalEffect(), first)).toMatchObject({ kind: 'sent', tampered: true });
    expect(bodies()).toEqual([before]);
  });

  test('is one for each handoff', async () => {
    await sent(approvalEffect({ handoffId: 'one' }));
    await sent(approvalEffect({ handoffId: 'two' }));
    expect(bodies()).toHaveLength(2);
  });
});

test('a reply is one for each command', async () => {
  await sent(replyEffect());
  await sent(replyEffect());
  await sent({ ...replyEffect(), key: 'reply:comment:556' });
  expect(bodies()).toHaveLength(2);
});

describe('a comment with the marker is not the bot’s own', () => {
  test.each([
    ['when a person wrote it', (body: string) => ({ body, appId: null })],
    ['when another App wrote it', (body: string) => ({ body, appId: APP_ID + 1 })],
    [
      'when the marker is only quoted in it',
      (body: string) => ({ body: `${body}\n\nand more`, appId: APP_ID }),
    ],
  ])('%s', async (_, forge) => {
    await sent(approvalEffect());
    const [body = ''] = bodies();
    github.comments.length = 0;
    github.comments.push({ id: 5, ...forge(body) });
    await sent(approvalEffect());
    expect(bodies()).toHaveLength(2);
  });

  test('nor is a sticky comment whose report quotes it', async () => {
    await sent(approvalEffect());
    const marker = bodies()[0]?.split('\n').at(-1) ?? '';
    github.comments.length = 0;
    await sent(stickyEffect({ verifyReport: { text: marker, runUrl: 'https://github.com/octo/shop' } }));
    await sent(approvalEffect());
    expect(bodies()).toHaveLength(2);
  });
});

describe('the marker', () => {
  const key = new Secret(MARKER_KEY);
  const of = (
    over: Partial<typeof PULL>,
    purpose: Partial<Parameters<typeof commentMarker>[2]> = {},
  ): string => commentMarker(key, { ...PULL, ...over }, { kind: 'approval', of: 'h1', ...purpose });

  test('is bound to key, repository, PR and purpose, and to nothing that can be renamed', () => {
    const markers = [
      of({}),
      of({ repositoryId: 2 }),
      of({ number: 8 }),
      of({}, { of: 'h2' }),
      of({}, { kind: 'reply' }),
      of({}, { kind: 'blast' }),
      commentMarker(new Secret('another'), PULL, { kind: 'approval', of: 'h1' }),
    ];
    expect(new Set(markers).size).toBe(markers.length);
    expect(of({ owner: 'renamed', repo: 'renamed', installationId: 1 })).toBe(of({}));
  });

  test('is hidden, and tells nothing of the key', () => {
    expect(of({})).toMatch(/^<!-- ai-ops:approval:[0-9a-f]{64} -->$/);
  });

  test('counts as the last line, whatever GitHub does with the end', () => {
    expect(carriesMarker(`text\r\n\r\n${of({})}\r\n`, of({}))).toBe(true);
    expect(carriesMarker(`${of({})} text`, of({}))).toBe(false);
  });
});

test('the digest of a comment does not change with its line ends', () => {
  expect(digestOfBody('a\r\nb\r\n')).toBe(digestOfBody('a\nb'));
  expect(digestOfBody('a\nb')).not.toBe(digestOfBody('a b'));
});

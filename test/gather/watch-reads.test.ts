import { describe, expect, test } from '@jest/globals';
import type { WatchedRun } from '../../src/alerts/run.ts';
import { readReport } from '../../src/gather/artifacts.ts';
import { fetchStored } from '../../src/gather/download.ts';
import { readPending } from '../../src/gather/watch-pending.ts';
import type { WatchReader } from '../../src/gather/watch-run.ts';
import { ZIP_LIMITS } from '../../src/gather/zip.ts';
import type { GitHubClient } from '../../src/github/client.ts';

const API = 'https://api.github.com';
const SHA = 'a'.repeat(40);
const STORED = 'https://productionresultssa0.blob.core.windows.net/x?sig=1';
const GONE = 'https://productionresultssa0.blob.core.windows.net/gone?sig=1';

describe('what GitHub redirects to', () => {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const download: typeof fetch = (url, init) => {
    asked.push({ url: String(url), init });
    const isGone = String(url) === GONE;
    return Promise.resolve(isGone ? new Response(null, { status: 404 }) : new Response('0123456789'));
  };
  const fetched = (location: unknown, maxBytes: number) =>
    fetchStored({ download, apiUrl: API }, location, { what: 'the log of job 1', maxBytes });

  test('is cut where it is longer, and nothing where nothing was ever put', async () => {
    expect((await fetched(STORED, 4))?.toString()).toBe('0123');
    expect((await fetched(STORED, 10))?.toString()).toBe('0123456789');
    expect(await fetched(GONE, 10)).toBeNull();
  });

  test('is asked for without credentials, and only at GitHub’s own storage', async () => {
    for (const { init } of asked) expect(init).toMatchObject({ redirect: 'error' });
    expect(asked.every(({ init }) => init?.headers === undefined)).toBe(true);
    const before = asked.length;
    for (const location of [
      undefined,
      '/relative',
      'http://productionresultssa0.blob.core.windows.net/x',
      'https://blob.core.windows.net.evil.example/x',
      'http://169.254.169.254/latest/meta-data',
    ])
      await expect(fetched(location, 10)).rejects.toMatchObject({ code: 'AIOPS_ARTIFACT_UNSAFE' });
    expect(asked).toHaveLength(before);
  });
});

test('a report that is larger than its maker says is malformed, and no more of it is fetched than shows it', async () => {
  const pieces = { sent: 0 };
  const endless = new ReadableStream<Uint8Array>({
    pull(stream) {
      pieces.sent += 1;
      stream.enqueue(new Uint8Array(ZIP_LIMITS.archiveBytes / 4));
    },
  });
  const artifact = {
    id: 3,
    name: 'smoke',
    size_in_bytes: 10,
    expired: false,
    created_at: '2026-03-02T09:01:00Z',
    workflow_run: { id: 5, head_sha: SHA },
  };
  const request = (route: string) =>
    Promise.resolve(
      route.endsWith('/artifacts')
        ? { data: { artifacts: [artifact] } }
        : { data: null, headers: { location: STORED } },
    );
  const reader = {
    client: { request } as unknown as GitHubClient,
    download: () => Promise.resolve(new Response(endless)),
    apiUrl: API,
  };
  const run = {
    pull: { owner: 'acme', repo: 'erp' },
    id: 5,
    startedAt: '2026-03-02T09:00:00Z',
    headSha: SHA,
  };
  const report = await readReport(reader, run, { artifact: 'smoke', file: 'latest.json', kind: 'items' });
  expect(report).toMatchObject({ value: { kind: 'malformed', why: expect.stringContaining('larger') } });
  expect(pieces.sent).toBeLessThan(8);
});

test('who may approve what a run waits for: people and teams, as one bounded line each', async () => {
  const answer = [
    {
      environment: { name: 'production\u2028now' },
      reviewers: [
        { type: 'User', reviewer: { id: 7, login: 'mona' } },
        { type: 'Team', reviewer: { id: 9, name: 'AI Ops', slug: 'ai-ops' } },
        { type: 'Robot', reviewer: { id: 11 } },
      ],
    },
    { environment: { name: 'wait timer' }, reviewers: [] },
  ];
  const client = { request: () => Promise.resolve({ data: answer }) };
  const reader = {
    client,
    repository: { installationId: 1, repositoryId: 1, owner: 'acme', repo: 'erp' },
  } as unknown as WatchReader;
  const run = { runId: 5, url: 'https://github.com/acme/erp/actions/runs/5' } as WatchedRun;
  expect(await readPending(reader, run)).toEqual([
    {
      runId: 5,
      environment: 'production now',
      approvers: [
        { kind: 'user', id: 7, name: 'mona' },
        { kind: 'team', id: 9, name: 'ai-ops' },
      ],
      url: run.url,
    },
    { runId: 5, environment: 'wait timer', approvers: [], url: run.url },
  ]);
});

import { afterEach, describe, expect, test } from '@jest/globals';
import { Probot, ProbotOctokit } from 'probot';
import { type Given, given } from './given.ts';
import { serveByNock } from './nock.ts';

let stop: () => void = () => undefined;

afterEach(() => stop());

/** A client of the real kind, as the bot has it, signed in to the installation. */
async function client(world: Given): Promise<InstanceType<typeof ProbotOctokit>> {
  stop = serveByNock(world.github);
  const Octokit = ProbotOctokit.defaults((options: Record<string, unknown>) => ({
    ...options,
    retry: { enabled: false },
    throttle: { enabled: false },
  })) as unknown as typeof ProbotOctokit;
  const { app } = world;
  const probot = new Probot({
    appId: app.id,
    privateKey: app.privateKeyPem,
    secret: 'x',
    Octokit,
    logLevel: 'silent',
  } as never);
  return probot.auth(world.installation.id);
}

describe('a client of the real kind', () => {
  test('signs in, reads, writes and follows pages', async () => {
    const world = given({ realTime: true });
    const octokit = await client(world);
    for (let i = 0; i < 3; i += 1) {
      await octokit.rest.issues.createComment({
        owner: 'acme',
        repo: 'shop',
        issue_number: 1,
        body: `${i} ✅`,
      });
    }
    const comments = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner: 'acme',
      repo: 'shop',
      issue_number: 1,
      per_page: 2,
    });
    expect(comments.map(({ body }) => body)).toEqual(['0 ✅', '1 ✅', '2 ✅']);
    const answer = await octokit.graphql(
      'query($n: Int!) { repository(owner: "acme", name: "shop") { pullRequest(number: $n) { headRefOid } } }',
      { n: 1 },
    );
    expect(answer).toEqual({ repository: { pullRequest: { headRefOid: world.pull.heads[0] } } });
    expect(world.github.service.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /app/installations/${world.installation.id}/access_tokens`,
      'POST /repos/acme/shop/issues/1/comments',
      'POST /repos/acme/shop/issues/1/comments',
      'POST /repos/acme/shop/issues/1/comments',
      'GET /repos/acme/shop/issues/1/comments',
      'GET /repos/acme/shop/issues/1/comments',
      'POST /graphql',
    ]);
  });

  test('does its work once where the answer is lost', async () => {
    const world = given({ realTime: true });
    const octokit = await client(world);
    world.github.fault({ kind: 'answer-lost', match: { path: /comments$/ } });
    const write = octokit.rest.issues.createComment({
      owner: 'acme',
      repo: 'shop',
      issue_number: 1,
      body: 'once',
    });
    await expect(write).rejects.toThrow();
    expect(world.pull.comments).toHaveLength(1);
  });

  test('downloads an artifact from the storage host without its token', async () => {
    const world = given({ realTime: true });
    const octokit = await client(world);
    const run = world.github.startRun(world.repository, {
      workflow: 'ci.yml',
      event: 'pull_request',
      pull: world.pull,
    });
    world.github.completeRun(run, 'success', { artifacts: { report: new Uint8Array([0, 255, 7]) } });
    const redirect = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      {
        owner: 'acme',
        repo: 'shop',
        artifact_id: run.artifacts[0]?.id ?? 0,
        archive_format: 'zip',
        request: { redirect: 'manual' },
      },
    );
    const archive = await fetch(String(redirect.headers.location));
    expect([...new Uint8Array(await archive.arrayBuffer())]).toEqual([0, 255, 7]);
  });

  test('is refused where the stand-in does not know the call, and other hosts stay shut', async () => {
    const world = given({ realTime: true });
    const octokit = await client(world);
    await expect(octokit.request('GET /repos/acme/shop/stargazers')).rejects.toMatchObject({ status: 404 });
    expect(world.github.world.unexpected).toEqual(['GET /repos/acme/shop/stargazers']);
    await expect(fetch('https://example.com')).rejects.toThrow();
  });

  test('is taken away again', async () => {
    stop = serveByNock(given().github);
    expect((await fetch('https://api.github.com/app')).status).toBe(401);
    stop();
    expect((await fetch('https://api.github.com/app')).status).toBe(501);
  });
});

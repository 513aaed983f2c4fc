import { afterEach, describe, expect, test } from '@jest/globals';
import { type GitHubServer, serveGitHub } from '../../demo/github/server.ts';
import { Courier, postByHttp } from '../../demo/github/webhooks/courier.ts';
import { type Given, given } from './given.ts';

let server: GitHubServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function serve(world: Given): Promise<GitHubServer> {
  server = await serveGitHub(world.github);
  return server;
}

function call(world: Given, url: string, init: RequestInit = {}): Promise<Response> {
  const { token } = world.askAsApp(`POST /app/installations/${world.installation.id}/access_tokens`).body;
  return fetch(url, {
    redirect: 'manual',
    ...init,
    headers: { authorization: `token ${token}`, ...init.headers },
  });
}

describe('the API over HTTP, in the form of GitHub Enterprise Server', () => {
  test('REST and GraphQL answer, with addresses that lead here', async () => {
    const world = given();
    const { url } = await serve(world);
    const rest = await call(world, `${url}/api/v3/repos/acme/shop/pulls/1`);
    expect(rest.status).toBe(200);
    expect(rest.headers.get('x-ratelimit-remaining')).toBe('4999');
    expect(await rest.json()).toMatchObject({
      url: `${url}/api/v3/repos/acme/shop/pulls/1`,
      html_url: `${url}/acme/shop/pull/1`,
    });
    const body = JSON.stringify({ query: '{ repository(owner: "acme", name: "shop") { name } }' });
    const graphql = await call(world, `${url}/api/graphql`, { method: 'POST', body });
    expect(await graphql.json()).toEqual({ data: { repository: { name: 'shop' } } });
  });

  test('an artifact is downloaded from the address that it redirects to', async () => {
    const world = given();
    const { url } = await serve(world);
    const run = world.github.startRun(world.repository, {
      workflow: 'ci.yml',
      event: 'pull_request',
      pull: world.pull,
    });
    world.github.completeRun(run, 'success', { artifacts: { report: new Uint8Array([0, 255, 7]) } });
    const redirect = await call(
      world,
      `${url}/api/v3/repos/acme/shop/actions/artifacts/${run.artifacts[0]?.id}/zip`,
    );
    expect(redirect.status).toBe(302);
    const archive = await fetch(redirect.headers.get('location') ?? '');
    expect([...new Uint8Array(await archive.arrayBuffer())]).toEqual([0, 255, 7]);
  });

  test('a lost answer tears the connection down after the work', async () => {
    const world = given();
    const { url } = await serve(world);
    world.github.fault({ kind: 'answer-lost', match: { method: 'POST' } });
    const body = JSON.stringify({ body: 'once' });
    await expect(
      call(world, `${url}/api/v3/repos/acme/shop/issues/1/comments`, { method: 'POST', body }),
    ).rejects.toThrow('fetch failed');
    expect(world.pull.comments.map((comment) => comment.body)).toEqual(['once']);
  });

  test('a call that hangs ends when its caller gives up, and does not keep the server open', async () => {
    const world = given();
    const { url } = await serve(world);
    world.github.fault({ kind: 'hang', match: {} });
    const controller = new AbortController();
    const waiting = call(world, `${url}/api/v3/rate_limit`, { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow();
  });
});

describe('pages for people', () => {
  test('the list leads to the pull request, which shows what is there and hides what is hidden', async () => {
    const world = given();
    const { url } = await serve(world);
    const { github, pull, bob, ask, repository } = world;
    github.retitlePull(pull, { to: '<script>alert(1)</script>' });
    github.label(pull, { name: 'LG-Verified ✅', by: bob });
    ask('POST /repos/acme/shop/issues/1/comments', {
      body: '<!-- ai-ops:secret -->\n| Gate | State |\n|---|---|\n| **G1** | `open` |',
    });
    ask('POST /repos/acme/shop/check-runs', {
      name: 'AI Ops gates (main)',
      head_sha: pull.heads[0],
      conclusion: 'success',
      output: { title: 'All open', summary: '### Gates' },
      actions: [{ label: 'Hand off', description: 'Hand off now', identifier: 'handoff' }],
    });
    const run = github.startRun(repository, { workflow: 'ci.yml', event: 'pull_request', pull });
    const list = await (await fetch(url)).text();
    expect(list).toContain('href="/acme/shop/pull/1"');
    const response = await fetch(`${url}/acme/shop/pull/1`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const shown = await response.text();
    for (const part of [
      'LG-Verified ✅',
      '<strong>G1</strong>',
      'AI Ops gates (main)',
      '<h3>Gates</h3>',
      '>Hand off</button>',
      '&lt;script&gt;',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).not.toMatch(/ai-ops:secret|<script/);
    expect(shown).not.toMatch(/(src|href)="https?:\/\/(?!127\.0\.0\.1)/);
    const runPage = await fetch(`${url}/acme/shop/actions/runs/${run.id}`);
    expect(await runPage.text()).toContain('Set up job');
  });

  test('what is not there is 404', async () => {
    const { url } = await serve(given());
    for (const path of ['/acme/shop/pull/9', '/acme/nope/pull/1', '/favicon.ico']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    }
  });

  test('a manifest is confirmed and leads back with a code and the state', async () => {
    const world = given();
    const { url } = await serve(world);
    const manifest = JSON.stringify({
      name: 'My Bot',
      redirect_url: 'http://127.0.0.1:9/setup',
      default_permissions: {},
    });
    const asked = await fetch(`${url}/settings/apps/new?state=s%261`, {
      method: 'POST',
      body: new URLSearchParams({ manifest }),
    });
    const [, back = ''] = /href="(http:\/\/127\.0\.0\.1:9[^"]*)"/.exec(await asked.text()) ?? [];
    const target = new URL(back.replaceAll('&amp;', '&'));
    expect(target.searchParams.get('state')).toBe('s&1');
    const made = await fetch(`${url}/api/v3/app-manifests/${target.searchParams.get('code')}/conversions`, {
      method: 'POST',
    });
    expect(made.status).toBe(201);
    const broken = await fetch(`${url}/settings/apps/new`, {
      method: 'POST',
      body: new URLSearchParams({ manifest: '{}' }),
    });
    expect(broken.status).toBe(404);
  });
});

test('webhooks are posted; a receiver that is not there is written down as a failure', async () => {
  const world = given();
  const { url } = await serve(world);
  world.app.webhookUrl = `${url}/nobody/listens/here`;
  const courier = new Courier(world.github.world, postByHttp);
  await courier.deliver();
  expect(world.github.world.deliveries[0]?.outcome?.statusCode).toBe(404);
  await server?.close();
  server = null;
  world.github.label(world.pull, { name: 'x', by: world.bob });
  await courier.deliver();
  expect(world.github.world.deliveries.at(-1)?.outcome?.statusCode).toBe(0);
});

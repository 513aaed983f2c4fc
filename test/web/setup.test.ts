import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readSettings } from '../../src/config/settings.ts';
import { credentialsFile, withStoredCredentials } from '../../src/config/stored-credentials.ts';
import { createLog } from '../../src/log.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { Setup } from '../../src/web/setup.ts';
import { formOf, get, type Headers, type PostedForm } from './browser.ts';
import { type Serving, serving } from './serving.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const MADE = {
  id: 77,
  slug: 'ai-ops',
  name: 'AI <Ops>',
  html_url: 'https://github.com/apps/ai-ops',
  pem,
  webhook_secret: '3f9a61c0d2'.repeat(4),
};

let folder: string;
let github: Server;
/** What GitHub's stand-in answers to a conversion, and what it was asked. */
let conversion: { status: number; body: unknown };
let asked: string[];
let at: Serving;
let setup: Setup;
let tokens: number;

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'setup-')), 'data');
  conversion = { status: 201, body: MADE };
  asked = [];
  github = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    response
      .writeHead(conversion.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(conversion.body));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  github.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = github.address();
  tokens = 0;
  setup = new Setup({
    settings: {
      github: {
        apiUrl: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v3`,
        webUrl: 'https://github.example.com',
      },
      dataDir: folder,
      http: { host: '127.0.0.1', port: 0, publicUrl: 'https://preset.example.com' },
    },
    manifest: readManifest('app.yml'),
    log: createLog({ level: 'silent' }),
    newToken: () => `token-${++tokens}`,
  });
  at = await serving(setup.routes());
});
afterEach(async () => {
  await at.server.close(0);
  github.closeAllConnections();
  github.close();
  rmSync(folder, { recursive: true, force: true });
});

const visit = (path: string, headers: Headers = {}) => get(`${at.url}${path}`, headers);

async function enter(): Promise<Headers> {
  const { headers } = await visit('/setup?token=token-1');
  return { cookie: String(headers['set-cookie']).split(';')[0] ?? '' };
}

async function reviewed(query = ''): Promise<PostedForm> {
  return formOf((await visit(`/setup/review${query}`, await enter())).text);
}

describe('who gets in', () => {
  test('the link in the terminal is traded once for a cookie that scripts and other sites cannot use', async () => {
    expect(setup.link(3000)).toBe('http://127.0.0.1:3000/setup?token=token-1');
    const first = await visit('/setup?token=token-1');
    expect([first.status, first.headers.location]).toEqual([303, '/setup']);
    expect(first.headers['set-cookie']).toEqual([
      'ai_ops_setup=token-2; HttpOnly; SameSite=Lax; Path=/setup',
    ]);
    expect((await visit('/setup', { cookie: 'a=b; ai_ops_setup=token-2' })).status).toBe(200);
    expect((await visit('/setup?token=token-1')).status).toBe(403);
    expect((await visit('/setup?token=token-1', { cookie: 'ai_ops_setup=token-2' })).status).toBe(303);
    expect(setup.link(3000)).not.toContain('token-1');
  });

  test.each([
    ['/setup'],
    ['/setup?token='],
    ['/setup?token=token-2'],
    ['/setup/review'],
    ['/setup/callback'],
    ['/setup/callback?code=abc&state='],
  ])('nobody else: %s', async (path) => {
    expect((await visit(path)).status).toBe(403);
    expect((await visit(path, { cookie: 'ai_ops_setup=' })).status).toBe(403);
    expect((await visit(path, { cookie: 'ai_ops_setup=guess' })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test.each<[string, Headers]>([
    ['a name pointed at this machine', { host: 'evil.example.com' }],
    ['a name that looks like this machine', { host: '127.0.0.1.evil.example.com' }],
    ['credentials before the name', { host: 'localhost@evil.example.com' }],
    ['a proxy (x-forwarded-for)', { 'x-forwarded-for': '10.0.0.1' }],
    ['a proxy (x-forwarded-host)', { 'x-forwarded-host': 'localhost' }],
    ['a proxy (forwarded)', { forwarded: 'for=10.0.0.1' }],
    ['a proxy (via)', { via: '1.1 proxy' }],
  ])('not over %s, even with the cookie and the token', async (_what, headers) => {
    const known = await enter();
    for (const path of [
      '/',
      '/setup',
      '/setup?token=token-1',
      '/setup/review',
      '/setup/callback?code=abc&state=token-3',
    ]) {
      const { status, text } = await visit(path, { ...known, ...headers });
      expect([status, text]).toEqual([
        403,
        'setup works only in a browser on this machine, at the link shown in the terminal\n',
      ]);
    }
  });

  test.each([['localhost:1234'], ['127.0.0.1'], ['[::1]:80']])('as %s', async (host) => {
    expect((await visit('/setup?token=token-1', { host })).status).toBe(303);
  });

  test('the front page leads there', async () => {
    expect(await visit('/')).toMatchObject({ status: 303, headers: { location: '/setup' } });
  });
});

describe('the pages', () => {
  test('keep out of caches and run nothing', async () => {
    const { headers, text } = await visit('/setup', await enter());
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' https:\/\/github\.example\.com; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(text).not.toContain('<script');
    expect(text).toContain('value="https://preset.example.com"');
  });

  test.each([
    ['?organization=octo--org', 'organisation'],
    [`?organization=${'x'.repeat(40)}`, 'organisation'],
    ['?organization=o/../x', 'organisation'],
    ['?url=http://bot.example.com', 'public address'],
    ['?url=javascript:alert(1)', 'public address'],
    [`?url=${encodeURIComponent('"><script>alert(1)</script>')}`, 'public address'],
  ])('%s is asked for again', async (query, what) => {
    const { status, text } = await visit(`/setup/review${query}`, await enter());
    expect(status).toBe(400);
    expect(text).toContain('role="alert"');
    expect(text.toLowerCase()).toContain(what);
    expect(text).not.toContain('<script');
  });

  test("the form takes app.yml, with this bot's addresses, to GitHub", async () => {
    const { action, manifest } = await reviewed('?organization=octo-org&url=https://bot.example.com/');
    expect(action).toBe('https://github.example.com/organizations/octo-org/settings/apps/new?state=token-3');
    expect(manifest).toEqual({
      ...readManifest('app.yml'),
      url: 'https://bot.example.com',
      hook_attributes: { url: 'https://bot.example.com/api/github/webhooks', active: true },
      redirect_url: `${at.url}/setup/callback`,
    });
  });

  test('without an organisation and an address: the own account, and events off', async () => {
    const { action, manifest } = await reviewed('?organization=&url=');
    expect(action).toBe('https://github.example.com/settings/apps/new?state=token-3');
    expect(manifest).toMatchObject({ hook_attributes: { active: false } });
  });
});

describe("GitHub's answer", () => {
  test('is traded for the credentials, which are stored for this user alone; then setup is gone', async () => {
    const { state } = await reviewed('?url=https://bot.example.com');
    const { status, text } = await visit(`/setup/callback?code=a1b2&state=${state}`);
    expect(status).toBe(200);
    expect(asked).toEqual(['POST /api/v3/app-manifests/a1b2/conversions']);
    expect(text).toContain('AI &lt;Ops&gt; is created');
    expect(text).toContain('https://github.com/apps/ai-ops/installations/new');
    expect(text).not.toContain('WEBHOOK_SECRET');
    expect(text).not.toContain('switch it on');
    expect(statSync(credentialsFile(folder)).mode & 0o777).toBe(0o600);
    const read = readSettings(withStoredCredentials({ DATA_DIR: folder }));
    expect(read.ok && read.settings.app?.webhookSecrets[0]?.expose()).toBe(MADE.webhook_secret);
    for (const secret of [MADE.webhook_secret, 'PRIVATE KEY']) expect(text).not.toContain(secret);
    for (const path of ['/', '/setup', '/setup/review', `/setup/callback?code=a1b2&state=${state}`]) {
      expect((await visit(path, { cookie: 'ai_ops_setup=token-2' })).status).toBe(404);
    }
  });

  test.each([[null], ['short'], ['changeme'.repeat(4)], ['c0ffee00c0ffee11c0"\nNODE_ENV=x']])(
    'a webhook secret that is no use (%j) is named as missing',
    async (secret) => {
      conversion.body = { ...MADE, webhook_secret: secret };
      const { state } = await reviewed();
      const { text } = await visit(`/setup/callback?code=a1b2&state=${state}`);
      expect(text).toContain('<code>WEBHOOK_SECRET</code>');
      expect(text).toContain('switch it on');
      expect(readSettings(withStoredCredentials({ DATA_DIR: folder }))).toEqual({
        ok: false,
        problems: [expect.stringMatching(/^WEBHOOK_SECRET: is missing/)],
      });
    },
  );

  test.each([
    ['another state', (state: string) => `code=a1b2&state=${state}x`],
    ['no state', () => 'code=a1b2'],
    ['the token as the state', () => 'code=a1b2&state=token-1'],
    ['a code that is no code', (state: string) => `code=${encodeURIComponent('../../user')}&state=${state}`],
  ])('%s: GitHub is not asked', async (_what, query) => {
    const { state } = await reviewed();
    expect((await visit(`/setup/callback?${query(state)}`)).status).toBe(403);
    expect(asked).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('a state is good for one answer, and only the newest form counts', async () => {
    const known = await enter();
    const { state: older } = formOf((await visit('/setup/review', known)).text);
    const { state } = formOf((await visit('/setup/review', known)).text);
    expect((await visit(`/setup/callback?code=a1b2&state=${older}`)).status).toBe(403);
    conversion.status = 404;
    expect((await visit(`/setup/callback?code=a1b2&state=${state}`)).status).toBe(502);
    expect((await visit(`/setup/callback?code=a1b2&state=${state}`)).status).toBe(403);
    expect(asked).toHaveLength(1);
  });

  test.each<[string, () => void, string]>([
    [
      'GitHub refuses the code',
      () => {
        conversion.status = 404;
      },
      'GitHub answered 404',
    ],
    [
      'GitHub answers nonsense',
      () => {
        conversion.body = { id: 'x' };
      },
      'not as documented',
    ],
    [
      'the key is none',
      () => {
        conversion.body = { ...MADE, pem: 'x' };
      },
      'not as documented',
    ],
    ['the file cannot be written', () => writeFileSync(folder, 'in the way'), 'cannot be written'],
  ])('%s: one clear line, nothing stored, and another try is possible', async (_what, arrange, message) => {
    arrange();
    const { state } = await reviewed();
    const { status, text } = await visit(`/setup/callback?code=a1b2&state=${state}`);
    expect(status).toBe(502);
    expect(text).toContain(message);
    expect(text).not.toContain('PRIVATE KEY');
    expect(existsSync(credentialsFile(folder))).toBe(false);
    expect((await visit('/setup', { cookie: 'ai_ops_setup=token-2' })).status).toBe(200);
  });
});

test('a manifest that is no manifest is said so', () => {
  expect(() => readManifest('package.json')).toThrow(
    expect.objectContaining({ code: 'AIOPS_MANIFEST_UNREADABLE' }),
  );
});

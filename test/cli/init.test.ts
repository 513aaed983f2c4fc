import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import { type GitHubServer, serveGitHub } from '../../demo/github/server.ts';
import { systemClock } from '../../src/clock.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { type Ran, runCli } from './run.ts';

const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const WEBHOOK_SECRET = 'only-for-tests-0123456789abcdef';

let github: GitHub;
let server: GitHubServer;
let customer: Customer;
let dataDir: string;

beforeAll(async () => {
  github = createGitHub({ clock: systemClock });
  server = await serveGitHub(github);
  customer = customerOn(github, {
    config: null,
    permissions: MANIFEST.default_permissions,
    events: MANIFEST.default_events,
    webhookSecret: WEBHOOK_SECRET,
  });
  dataDir = await mkdtemp(join(tmpdir(), 'ai-ops-init-'));
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

const init = (...args: readonly string[]): Promise<Ran> =>
  runCli(['init', ...args], {
    APP_ID: String(customer.app.id),
    PRIVATE_KEY: customer.app.privateKeyPem,
    WEBHOOK_SECRET,
    GHE_HOST: new URL(server.url).host,
    GHE_PROTOCOL: 'http',
    DATA_DIR: dataDir,
  });

test('a dry run prints the files and the pull request, then a run opens it, and another finds it', async () => {
  const dry = await init('acme/erp', '--dry-run', '--locale', 'ja');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^==> \.github\/ai-ops\.yml\n# AI Ops ボットの設定ファイルです。/);
  expect(dry.stdout).toContain('\n==> pull request: AI Ops ボットの設定を追加（observe モード）\n');
  expect(github.world.pulls).toEqual([]);

  const url = `${server.url}/acme/erp/pull/1`;
  expect(await init('acme/erp')).toEqual({
    code: 0,
    stdout: `Opened: ${url}\n  .github/ai-ops.yml\nLeft open for you: handoff.playbook_section.\n`,
    stderr: '',
  });
  expect(github.world.pulls).toHaveLength(1);

  const again = await init('acme/erp', '--json');
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(again.stdout)).toMatchObject({
    repository: 'acme/erp',
    plan: { files: [{ path: '.github/ai-ops.yml' }], open: ['handoff.playbook_section'] },
    pull: { number: 1, url, outcome: 'unchanged' },
  });
  expect(github.world.unexpected).toEqual([]);
});

test('what cannot be done is told in one line, and the exit code is 1', async () => {
  expect(await init('acme/nothing')).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^AIOPS_INIT_NOT_INSTALLED: the App is not installed on acme\/nothing, [^\n]+\n$/,
    ),
  });
  expect(await runCli(['init', 'acme/erp'], { DATA_DIR: dataDir })).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^AIOPS_NO_APP: no App is configured; [^\n]+\n$/),
  });
});

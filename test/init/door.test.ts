import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Customer, customerOn } from '../../demo/customer/customer.ts';
import { createGitHub, type GitHub } from '../../demo/github/github.ts';
import type { Permissions } from '../../demo/github/model/app.ts';
import type { Changes } from '../../demo/github/model/commit.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { CONFIG_PATH, parseRepositoryConfig } from '../../src/config/repository.ts';
import { probotOf } from '../../src/github/app.ts';
import { type Proposed, proposeTo } from '../../src/init/init.ts';
import { DASHBOARD, PLAYBOOKS } from '../../src/init/survey.ts';
import { createLog } from '../../src/log.ts';
import type { Locale } from '../../src/policies/locale.ts';
import { known } from '../../src/policies/verdict.ts';
import { Secret } from '../../src/secrets.ts';
import { readManifest } from '../../src/web/app-manifest.ts';
import { serveByNock } from '../github-stand-in/nock.ts';

const MANIFEST = readManifest(new URL('../../app.yml', import.meta.url).pathname);
const NIGHT_IN_TOKYO = Date.parse('2026-03-01T18:00:00Z');

let time: { now: number };
let github: GitHub;
let customer: Customer;
let unserve: () => void;

function open(permissions: Permissions = MANIFEST.default_permissions): void {
  time = { now: NIGHT_IN_TOKYO };
  github = createGitHub({ clock: { now: () => time.now } });
  customer = customerOn(github, {
    config: null,
    permissions,
    events: MANIFEST.default_events,
    webhookSecret: 'only-for-tests-0123456789abcdef',
  });
  unserve = serveByNock(github);
}

beforeEach(() => open());
afterEach(() => unserve());

function run(
  how: { readonly locale?: Locale; readonly dryRun?: boolean; readonly repo?: string } = {},
): Promise<Proposed> {
  const probot = probotOf({
    appId: customer.app.id,
    privateKey: new Secret(customer.app.privateKeyPem),
    apiUrl: 'https://api.github.com',
    log: createLog({ level: 'silent' }),
  });
  const { locale = 'en', dryRun = false, repo = 'erp' } = how;
  return proposeTo({ probot, clock: { now: () => time.now } }, { owner: 'acme', repo }, { locale, dryRun });
}

/** What the run changed at GitHub, in order. */
function deeds(): readonly string[] {
  return github.service.requests
    .filter(({ method, path, body }) =>
      path === '/graphql'
        ? JSON.stringify(body).includes('mutation')
        : method !== 'GET' && !path.endsWith('/access_tokens'),
    )
    .map(({ method, path, status }) => `${method} ${path.replace('/repos/acme/erp', '')} ${status}`);
}

const onMain = (changes: Changes): void => {
  github.commitTo(customer.repository, { branch: 'main', changes, author: customer.maintainer });
};
const onBranch = (path: string): string | undefined =>
  github.world.tip(customer.repository, 'ai-ops/init').tree.get(path)?.content;
const pulls = (): readonly Pull[] => github.world.pulls.filter(({ headRef }) => headRef === 'ai-ops/init');
const withoutDocuments = (): void => onMain({ [DASHBOARD]: null, [PLAYBOOKS]: null });

describe('a pull request', () => {
  test('is opened with one commit by the App, as people are then shown it', async () => {
    withoutDocuments();
    const { pull } = await run();
    expect(pull).toEqual({ number: 1, url: 'https://github.com/acme/erp/pull/1', outcome: 'opened' });
    expect(deeds()).toEqual(['POST /git/refs 201', 'POST /graphql 200', 'POST /pulls 201']);
    expect(github.world.unexpected).toEqual([]);
    const [opened] = pulls();
    expect(opened).toMatchObject({
      title: 'Configure the AI Ops bot (observe only)',
      author: customer.app.bot,
      baseRef: 'main',
      draft: false,
    });
    const commit = github.world.tip(customer.repository, 'ai-ops/init');
    expect(commit).toMatchObject({ author: customer.app.bot, message: opened?.title });
    expect(commit.parents).toEqual([github.world.tip(customer.repository)]);
    expect([...commit.tree.keys()].filter((path) => !commit.parents[0]?.tree.has(path)).sort()).toEqual([
      CONFIG_PATH,
      DASHBOARD,
      PLAYBOOKS,
    ]);
    const outcome = parseRepositoryConfig({ text: known(onBranch(CONFIG_PATH) ?? '') });
    expect(outcome).toMatchObject({
      kind: 'ok',
      config: {
        mode: 'observe',
        team: 'ai-ops',
        smoke: { when_missing: 'not-applicable' },
        handoff: { playbook_section: '4-auto-handoff-failed' },
      },
    });
    expect(onBranch(PLAYBOOKS)).toContain('\n## 4. Auto Handoff failed\n');
    expect(onBranch(DASHBOARD)).toContain('\n| 2026-03-02 | _pending_ |');
    expect(opened?.body).toContain(
      '| `tests.unit` | `crm-sales-module-ci.yml › lint-and-test › Test CRM & Sales',
    );
    expect(opened?.body).toContain(`- \`${PLAYBOOKS}\`: added`);
  });

  test('in Japanese, and documents that are there stay as they are', async () => {
    const before = onMainText(PLAYBOOKS);
    const { plan } = await run({ locale: 'ja' });
    const [opened] = pulls();
    expect(plan.files.map(({ path }) => path)).toEqual([CONFIG_PATH]);
    expect(opened?.title).toBe('AI Ops ボットの設定を追加（observe モード）');
    expect(opened?.body).toContain(`- \`${PLAYBOOKS}\`: 既存のため変更なし`);
    expect(opened?.body).toContain('`handoff.playbook_section`: 未確定: 既存のプレイブックに');
    expect(onBranch(PLAYBOOKS)).toBe(before);
    expect(onBranch(CONFIG_PATH)).toContain('# G4: ラベルです。');
  });

  test('a section for a failed handoff that is there is linked', async () => {
    onMain({ [PLAYBOOKS]: '# 手順\n\n```\n## Handoff failed\n```\n\n## 5. ハンドオフ失敗時の対応！\n' });
    await run();
    expect(onBranch(CONFIG_PATH)).toContain('\n  playbook_section: 5-ハンドオフ失敗時の対応\n');
  });

  test('teams that cannot be read leave the team open', async () => {
    unserve();
    const { members: _, ...less } = MANIFEST.default_permissions;
    open(less);
    await run();
    expect(pulls()[0]?.body).toContain('- `team`: Open: the teams of the organization could not be read.');
  });
});

describe('a second run', () => {
  test('of the same day and the same repository changes nothing', async () => {
    withoutDocuments();
    await run();
    const before = deeds();
    expect((await run()).pull).toMatchObject({ number: 1, outcome: 'unchanged' });
    expect(deeds()).toEqual(before);
  });

  test('brings the branch and the pull request up to date', async () => {
    const { pull } = await run();
    onMain({
      '.github/workflows/bi-ci.yml': 'on: pull_request\njobs: { lint: { steps: [{ run: npm run lint }] } }\n',
    });
    expect((await run({ locale: 'ja' })).pull).toEqual({ ...pull, outcome: 'updated' });
    expect(pulls()).toHaveLength(1);
    expect(onBranch(CONFIG_PATH)).toContain('workflow: bi-ci.yml');
    expect(pulls()[0]?.body).toContain('bi-ci.yml › lint');
    expect(pulls()[0]?.title).toContain('設定を追加');
  });

  test('goes on where the first broke off: after the branch, after the commit, after the pull request', async () => {
    for (const path of [/graphql$/, /pulls$/]) {
      const method = 'POST';
      const match = path.source.startsWith('graphql')
        ? { method, path, body: /createCommitOnBranch/ }
        : { method, path };
      github.fault({ kind: 'status', status: 502, match });
      await expect(run()).rejects.toThrow(
        /GitHub answered 502.*; run this again, it goes on from where it is/,
      );
    }
    github.fault({ kind: 'answer-lost', match: { method: 'POST', path: /pulls$/ } });
    await expect(run()).rejects.toMatchObject({ code: 'AIOPS_GITHUB_UNREACHABLE' });
    expect((await run()).pull).toMatchObject({ number: 1, outcome: 'unchanged' });
    expect(deeds().filter((deed) => deed.startsWith('POST /git/refs'))).toHaveLength(1);
  });

  test('opens another where the first was closed', async () => {
    await run();
    const [first] = pulls();
    if (first !== undefined) github.closePull(first, customer.maintainer);
    expect((await run()).pull).toMatchObject({ number: 2, outcome: 'opened' });
  });
});

describe('nothing is written', () => {
  const refused: readonly (readonly [string, () => void, string, string])[] = [
    [
      'where a configuration is there',
      () => onMain({ [CONFIG_PATH]: 'mode: observe\n' }),
      'AIOPS_INIT_CONFIGURED',
      'acme/erp has .github/ai-ops.yml on main already, and it is left as it is; ',
    ],
    [
      'where the repository is archived',
      () => {
        customer.repository.archived = true;
      },
      'AIOPS_INIT_ARCHIVED',
      'acme/erp is archived; ',
    ],
    [
      'where the App is not installed',
      () => github.uninstall(customer.installation),
      'AIOPS_INIT_NOT_INSTALLED',
      'the App is not installed on acme/erp, or there is no such repository; ',
    ],
    [
      'where the installation is suspended',
      () => github.suspend(customer.installation),
      'AIOPS_INIT_FORBIDDEN',
      "the App's installation on acme/erp is suspended; unsuspend it at https://github.com/",
    ],
    [
      'where it may not write',
      () => {
        customer.installation.permissions = {
          ...customer.installation.permissions,
          contents: 'read',
          pull_requests: 'read',
        };
      },
      'AIOPS_INIT_FORBIDDEN',
      "the App's installation on acme/erp lacks contents: write and pull_requests: write; approve it at https://github.com/",
    ],
    [
      'where somebody else made the branch',
      () =>
        github.commitTo(customer.repository, {
          branch: 'ai-ops/init',
          changes: { a: 'a' },
          author: customer.outsider,
        }),
      'AIOPS_INIT_BRANCH_TAKEN',
      'olli pushed to ai-ops/init of acme/erp, and it is left as it is; ',
    ],
    [
      'where somebody else opened the pull request',
      () =>
        github.openPull(customer.repository, {
          title: 'x',
          author: customer.outsider,
          branch: 'ai-ops/init',
          changes: { a: 'a' },
        }),
      'AIOPS_INIT_PULL_TAKEN',
      'https://github.com/acme/erp/pull/1 is open for ai-ops/init and by olli; ',
    ],
    [
      'where the branch cannot be made',
      () =>
        github.commitTo(customer.repository, {
          branch: 'ai-ops',
          changes: { a: 'a' },
          author: customer.maintainer,
        }),
      'AIOPS_GITHUB_REFUSED',
      'could not make the branch ai-ops/init in acme/erp: GitHub answered 422: Reference update failed; ',
    ],
    [
      'where GitHub is asked too much',
      () => github.fault({ kind: 'rate-limit', retryAfter: 600, match: { path: /labels$/ } }),
      'AIOPS_GITHUB_LIMITED',
      'could not read the labels of acme/erp: GitHub answered 403: API rate limit exceeded for installation ID.; run this again in 10 min',
    ],
  ];
  test.each(refused)('%s', async (_, given, code, message) => {
    given();
    const branches = new Map(customer.repository.branches);
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(String(error)).not.toContain('\n');
    expect(customer.repository.branches).toEqual(branches);
    expect(deeds().filter((deed) => /20\d$/.test(deed))).toEqual([]);
  });

  test('where somebody pushed to the branch of its pull request: their work stays', async () => {
    await run();
    const [opened] = pulls();
    if (opened === undefined) throw new Error('no pull request was opened');
    github.push(opened, {
      changes: { [CONFIG_PATH]: 'mode: observe\nteam: sre\n' },
      by: customer.maintainer,
    });
    await expect(run({ locale: 'ja' })).rejects.toThrow('mika pushed to ai-ops/init of acme/erp');
    expect(onBranch(CONFIG_PATH)).toContain('team: sre');
    expect(opened.title).toContain('Configure');
  });

  test('where the record of pushes is behind the branch', async () => {
    await run();
    customer.repository.pushes.pop();
    await expect(run({ locale: 'ja' })).rejects.toMatchObject({ code: 'AIOPS_INIT_BRANCH_UNKNOWN' });
  });

  test('where somebody pushes between the look at the branch and the commit', async () => {
    await run();
    const [opened] = pulls();
    if (opened === undefined) throw new Error('no pull request was opened');
    github.service.handle = intercepting(github.service.handle.bind(github.service), () => {
      github.push(opened, { changes: { x: 'x' }, by: customer.maintainer });
    });
    await expect(run({ locale: 'ja' })).rejects.toMatchObject({
      code: 'AIOPS_GITHUB_REFUSED',
      message: expect.stringContaining('Expected branch to point to'),
    });
    expect(onBranch('x')).toBe('x');
  });

  test('in a dry run, which needs no permission to write', async () => {
    unserve();
    open({ ...MANIFEST.default_permissions, contents: 'read', pull_requests: 'read' });
    const { plan, pull } = await run({ dryRun: true });
    expect(pull).toBeNull();
    expect(plan.files.map(({ path }) => path)).toEqual([CONFIG_PATH]);
    expect(deeds()).toEqual([]);
  });
});

function onMainText(path: string): string | undefined {
  return github.world.tip(customer.repository).tree.get(path)?.content;
}

type Handle = GitHub['service']['handle'];

/** Something happens right before the commit arrives. */
function intercepting(handle: Handle, happens: () => void): Handle {
  return (request) => {
    if (request.body.includes('createCommitOnBranch')) happens();
    return handle(request);
  };
}

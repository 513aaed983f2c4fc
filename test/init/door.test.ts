import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CONFIG_PATH, parseRepositoryConfig } from '../../src/config/repository.ts';
import { DASHBOARD, PLAYBOOKS } from '../../src/init/survey.ts';
import { known } from '../../src/policies/verdict.ts';
import { GRANTED, openWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

const withoutDocuments = (): void => world.commitToMain({ [DASHBOARD]: null, [PLAYBOOKS]: null });

describe('a pull request', () => {
  test('is opened with one commit by the App, as people are then shown it', async () => {
    withoutDocuments();
    const { pull } = await world.run();
    expect(pull).toEqual({ number: 1, url: 'https://github.com/acme/erp/pull/1', outcome: 'opened' });
    expect(world.deeds()).toEqual(['POST /git/refs 201', 'POST /graphql 200', 'POST /pulls 201']);
    expect(world.github.world.unexpected).toEqual([]);
    const [opened] = world.pulls();
    expect(opened).toMatchObject({
      title: 'Configure the AI Ops bot (observe only)',
      author: world.customer.app.bot,
      baseRef: 'main',
      draft: false,
    });
    const commit = world.github.world.tip(world.customer.repository, 'ai-ops/init');
    expect(commit).toMatchObject({ author: world.customer.app.bot, message: opened?.title });
    expect(commit.parents).toEqual([world.github.world.tip(world.customer.repository)]);
    expect([...commit.tree.keys()].filter((path) => !commit.parents[0]?.tree.has(path)).sort()).toEqual([
      CONFIG_PATH,
      DASHBOARD,
      PLAYBOOKS,
    ]);
    const outcome = parseRepositoryConfig({ text: known(world.file(CONFIG_PATH) ?? '') });
    expect(outcome).toMatchObject({
      kind: 'ok',
      config: {
        mode: 'observe',
        team: 'ai-ops',
        smoke: { when_missing: 'not-applicable' },
        handoff: { playbook_section: '4-auto-handoff-failed' },
      },
    });
    expect(world.file(PLAYBOOKS)).toContain('\n## 4. Auto Handoff failed\n');
    expect(world.file(DASHBOARD)).toContain('\n| 2026-03-02 | _pending_ |');
    expect(opened?.body).toContain(
      '| `tests.unit` | `crm-sales-module-ci.yml › lint-and-test › Test CRM & Sales',
    );
    expect(opened?.body).toContain(`- \`${PLAYBOOKS}\`: added`);
  });

  test('in Japanese, and documents that are there stay as they are', async () => {
    const before = world.file(PLAYBOOKS, 'main');
    const { plan } = await world.run({ locale: 'ja' });
    const [opened] = world.pulls();
    expect(plan.files.map(({ path }) => path)).toEqual([CONFIG_PATH]);
    expect(opened?.title).toBe('AI Ops ボットの設定を追加（observe モード）');
    expect(opened?.body).toContain(`- \`${PLAYBOOKS}\`: 既存のため変更なし`);
    expect(opened?.body).toContain('`handoff.playbook_section`: 未確定: 既存のプレイブックに');
    expect(world.file(PLAYBOOKS)).toBe(before);
    expect(world.file(CONFIG_PATH)).toContain('# G4: ラベルです。');
  });

  test('a section for a failed handoff that is there is linked', async () => {
    world.commitToMain({
      [PLAYBOOKS]: '# 手順\n\n```\n## Handoff failed\n```\n\n## 5. ハンドオフ失敗時の対応！\n',
    });
    await world.run();
    expect(world.file(CONFIG_PATH)).toContain('\n  playbook_section: 5-ハンドオフ失敗時の対応\n');
  });

  test('teams that cannot be read leave the team open', async () => {
    world.close();
    const { members: _, ...less } = GRANTED;
    world = openWorld(less);
    await world.run();
    expect(world.pulls()[0]?.body).toContain(
      '- `team`: Open: the teams of the organization could not be read.',
    );
  });
});

describe('a second run', () => {
  test('of the same day and the same repository changes nothing', async () => {
    withoutDocuments();
    await world.run();
    const before = world.deeds();
    expect((await world.run()).pull).toMatchObject({ number: 1, outcome: 'unchanged' });
    expect(world.deeds()).toEqual(before);
  });

  test('brings the branch and the pull request up to date', async () => {
    const { pull } = await world.run();
    world.commitToMain({
      '.github/workflows/bi-ci.yml': 'on: pull_request\njobs: { lint: { steps: [{ run: npm run lint }] } }\n',
    });
    expect((await world.run({ locale: 'ja' })).pull).toEqual({ ...pull, outcome: 'updated' });
    expect(world.pulls()).toHaveLength(1);
    expect(world.file(CONFIG_PATH)).toContain('workflow: bi-ci.yml');
    expect(world.pulls()[0]?.body).toContain('bi-ci.yml › lint');
    expect(world.pulls()[0]?.title).toContain('設定を追加');
  });

  test('goes on where the first broke off: after the branch, after the commit, after the pull request', async () => {
    for (const path of [/graphql$/, /pulls$/]) {
      const method = 'POST';
      const match = path.source.startsWith('graphql')
        ? { method, path, body: /createCommitOnBranch/ }
        : { method, path };
      world.github.fault({ kind: 'status', status: 502, match });
      await expect(world.run()).rejects.toThrow(
        /GitHub answered 502.*; run this again, it goes on from where it is/,
      );
    }
    world.github.fault({ kind: 'answer-lost', match: { method: 'POST', path: /pulls$/ } });
    await expect(world.run()).rejects.toMatchObject({ code: 'AIOPS_GITHUB_UNREACHABLE' });
    expect((await world.run()).pull).toMatchObject({ number: 1, outcome: 'unchanged' });
    expect(world.deeds().filter((deed) => deed.startsWith('POST /git/refs'))).toHaveLength(1);
  });

  test('opens another where the first was closed', async () => {
    await world.run();
    const [first] = world.pulls();
    if (first !== undefined) world.github.closePull(first, world.customer.maintainer);
    expect((await world.run()).pull).toMatchObject({ number: 2, outcome: 'opened' });
  });
});

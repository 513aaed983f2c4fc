import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';

export function attacksSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    // Fewer events, the same truth: what the others tell is read from GitHub anyway.
    door.hear('pull_request', 'issue_comment', 'workflow_run', 'label');
  });
  afterAll(() => door.close());

  const SECOND = 2_000;
  const HANDOFF = 'ai-ops-auto-handoff.yml';
  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state;
  const headOf = (pull: Pull): string => pull.heads.at(-1) ?? '';
  const dispatched = (): number => door.github.world.dispatches.length;

  test('a workflow of the same path on a branch of anybody is not adopted as Auto Handoff', async () => {
    const { github, customer, pipeline } = door;
    const { repository, author } = customer;
    const pull = pipeline.open('attack/adopt');
    await door.settle();
    const file = `name: x\nrun-name: "#${pull.number}"\non:\n  workflow_dispatch:\njobs:\n  noop:\n    steps:\n      - run: "true"\n`;
    github.commitTo(repository, {
      branch: 'evil',
      author,
      changes: { [`.github/workflows/${HANDOFF}`]: file },
    });
    github.startRun(repository, {
      workflow: HANDOFF,
      event: 'workflow_dispatch',
      branch: 'evil',
      actor: author,
    });
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ origin: 'gates', state: { kind: 'waiting' } });
  });

  test("a re-run of an old head's handoff does not stand for the new head", async () => {
    const { github, pipeline, customer } = door;
    const pull = await door.ready('attack/rerun');
    const run = pipeline.handoffRun();
    pipeline.endNestedVerify(pipeline.endHandoff(run));
    await door.settle();
    expect(await stateOf(pull)).toMatchObject({ kind: 'approved' });
    expect(pull.labels.map(({ name }) => name)).toContain('@ai-ops');

    github.push(pull, { changes: { 'templates/hr.md': 'Another.\n' } });
    await door.settle();
    expect(pull.labels.map(({ name }) => name)).not.toContain('@ai-ops');
    const before = dispatched();
    github.rerun(run, { by: customer.author });
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({
      headSha: headOf(pull),
      origin: 'gates',
      state: { kind: 'waiting' },
    });
    expect(dispatched()).toBe(before);
  });

  test('a stranger who opens a PR with the same commit changes nothing', async () => {
    const { github, customer, pipeline } = door;
    const pull = await door.ready('attack/copy');
    const run = pipeline.handoffRun();
    pipeline.handoffStep(run, 'Generate templates');
    await door.settle();
    const stranger = github.addUser('stranger');
    const fork = github.forkRepository(customer.repository, stranger);
    fork.branches.set('attack/copy', headOf(pull));
    github.openPull(customer.repository, {
      title: 'copy',
      author: stranger,
      branch: 'attack/copy',
      from: fork,
    });
    await door.settle();
    expect(await stateOf(pull)).toMatchObject({ kind: 'running' });
  });

  test('runs of another branch on the commit do not hide a red one', async () => {
    const { github, customer, pipeline } = door;
    const { repository, author } = customer;
    const before = dispatched();
    const pull = pipeline.open('attack/decoys', { 'services/crm/index.js': 'x\n' });
    await door.pass(SECOND);
    pipeline.smoke(pull);
    pipeline.verify(pull);
    pipeline.tests(pull, 'failure');
    github.completeRun(
      github.startRun(repository, { workflow: 'crm-sales-module-ci.yml', event: 'pull_request', pull }),
    );
    pipeline.label(pull);
    repository.branches.set('decoy', headOf(pull));
    for (let i = 0; i < 12; i += 1) {
      const decoy = {
        workflow: 'hr-module-ci.yml',
        event: 'workflow_dispatch',
        branch: 'decoy',
        headSha: headOf(pull),
      };
      github.completeRun(github.startRun(repository, { ...decoy, actor: author }), 'cancelled');
    }
    await door.settle();
    expect(door.check(pull)?.text).toContain('`tests_not_successful`');
    expect(dispatched()).toBe(before);
  });

  test('a line break in a file name does not lead past the protected paths', async () => {
    const { github, customer, pipeline } = door;
    const before = dispatched();
    const pull = github.openPull(customer.repository, {
      title: 't',
      author: customer.author,
      branch: 'attack/names',
      changes: {
        'templates/hr\u2028.md': 'evil\n',
        'scripts/ci/lib\n.sh': 'evil\n',
        'services/hr/index.js': 'x\n',
      },
    });
    await door.pass(SECOND);
    pipeline.ready(pull);
    await door.settle();
    expect(door.check(pull)?.text).toContain('`smoke_untrusted`');
    expect(dispatched()).toBe(before);
  });

  test('a base that changed without an event has changed now: runs and label from before do not count', async () => {
    const { github, customer, pipeline } = door;
    const before = dispatched();
    const { branches } = customer.repository;
    branches.set('release', branches.get('main') ?? '');
    const pull = pipeline.open('attack/retarget', {}, { base: 'release' });
    await door.settle();
    pipeline.ready(pull);
    await door.settle();
    // GitHub retargets by itself when the base branch is merged and deleted.
    pull.baseRef = 'main';
    github.comment(pull, { by: customer.maintainer, body: '/ai-ops status' });
    await door.settle();
    expect(await stateOf(pull)).toMatchObject({ kind: 'waiting' });
    expect(dispatched()).toBe(before);
  });

  test('a label put on under another name is not the governed one, though its id is', async () => {
    const { github, customer, pipeline } = door;
    const before = dispatched();
    const pull = pipeline.open('attack/rename');
    await door.pass(SECOND);
    pipeline.smoke(pull);
    pipeline.tests(pull);
    pipeline.verify(pull);
    await door.settle();
    github.renameLabel(customer.repository, {
      label: customer.verified,
      to: 'needs-triage',
      by: customer.author,
    });
    github.label(pull, { name: 'needs-triage', by: customer.maintainer });
    await door.settle();
    github.renameLabel(customer.repository, {
      label: customer.verified,
      to: 'LG-Verified ✅',
      by: customer.author,
    });
    await door.settle();
    expect(await stateOf(pull)).toMatchObject({ kind: 'waiting' });
    expect(dispatched()).toBe(before);
  });

  test('an API that lags behind a signed event is never decided on, however long', async () => {
    const { github, pipeline } = door;
    const before = dispatched();
    const pull = pipeline.open('attack/stale');
    await door.settle();
    pipeline.ready(pull);
    github.push(pull, { changes: { 'templates/hr.md': 'Pushed since.\n' } });
    github.fault({ match: { path: /graphql/, nth: 'every' }, kind: 'stale-head' });
    await door.settle();
    await door.pass(5 * 60_000);
    github.service.faults.clear();
    expect(dispatched()).toBe(before);
  });

  test('an approval that GitHub refuses to have written again is not tried for ever', async () => {
    const { github, customer, pipeline } = door;
    const pull = await door.ready('attack/locked');
    pipeline.endNestedVerify(pipeline.endHandoff(pipeline.handoffRun()));
    await door.settle();
    const approval = pull.comments.findLast(({ app }) => app === customer.app);
    if (approval === undefined) throw new Error('no approval comment');
    github.fault({
      match: { method: 'POST', path: /\/comments$/, nth: 'every' },
      kind: 'status',
      status: 403,
    });
    github.deleteComment(approval, customer.author);
    await door.settle();
    const asked = github.service.requests.length;
    await door.pass(4 * 60_000);
    github.service.faults.clear();
    expect(github.service.requests.length - asked).toBeLessThan(40);
  });

  test('a stranger is told once that commands are not for everybody', async () => {
    const { github, pipeline } = door;
    const pull = pipeline.open('attack/chatter');
    await door.settle();
    const before = door.comments(pull).length;
    const nobody = github.addUser('nobody');
    for (const body of ['/ai-ops help', '/ai-ops status', '/ai-ops frobnicate']) {
      github.comment(pull, { by: nobody, body });
      await door.settle();
    }
    expect(door.comments(pull).length - before).toBe(1);
  });
}

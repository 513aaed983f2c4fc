import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Dispatch } from '../../demo/github/model/world.ts';
import { type Door, openDoor } from './door.ts';

export function evidenceSuite(): void {
  const VERIFY = '.github/workflows/ai-ops-langgraph-verify.yml';

  /** The bot starts Codex Smoke on the PR's branch and LangGraph Verify on the default one, told the head. */
  const CONFIG = `${CUSTOMER_CONFIG.replace('when_missing: not-applicable', 'when_missing: dispatch\n  skipped_items: fail')}
verify: { when_missing: dispatch, ref: default, head_input: head_sha }
`;
  const TAKES_HEAD = (WORKFLOW_FILES[VERIFY] ?? '').replace(
    'workflow_dispatch:',
    'workflow_dispatch:\n    inputs: { head_sha: { type: string, required: true } }',
  );

  let door: Door;
  beforeAll(async () => {
    door = await openDoor({ config: CONFIG });
    // Fewer events, the same truth: what the others tell is read from GitHub anyway.
    door.hear('pull_request', 'pull_request_review', 'issue_comment', 'workflow_run');
    const { github, customer } = door;
    github.commitTo(customer.repository, {
      branch: 'main',
      changes: { [VERIFY]: TAKES_HEAD },
      author: customer.maintainer,
    });
  });
  afterAll(() => door.close());

  /** What was dispatched since, in words. */
  const started = (since: number) =>
    door.github.world.dispatches
      .slice(since)
      .map(({ run, ref, inputs }) => `${run.name} on ${ref} ${JSON.stringify(inputs)}`)
      .sort();
  const count = () => door.github.world.dispatches.length;
  const lastOf = (name: string): Dispatch['run'] => {
    const found = door.github.world.dispatches.findLast(({ run }) => run.name.includes(name));
    if (found === undefined) throw new Error(`${name} was not dispatched`);
    return found.run;
  };
  const endSmoke = (items: readonly object[] = []) =>
    door.github.completeRun(lastOf('Smoke'), 'success', {
      artifacts: {
        'codex-template-smoke-report': { 'latest.json': JSON.stringify({ generatedAt: '', items }) },
      },
    });
  const endVerify = () =>
    door.github.completeRun(lastOf('Verify'), 'success', {
      artifacts: { 'ai-ops-langgraph-verify': { 'ai-ops-verify.md': '## Verify\n' } },
    });
  const verifyFor = (pull: Pull) =>
    `AI Ops LangGraph Verify on main ${JSON.stringify({ head_sha: pull.heads.at(-1) })}`;
  const HANDOFF = 'AI Ops Auto Handoff on main {}';

  test('what did not run is started, once, and what the bot started is trusted', async () => {
    const before = count();
    const pull = door.pipeline.open('missing');
    await door.settle();
    expect(started(before)).toEqual([verifyFor(pull), 'Codex Template Smoke on missing {}']);
    endSmoke();
    endVerify();
    door.pipeline.tests(pull);
    await door.settle();
    expect(started(before)).toHaveLength(2);
    door.pipeline.label(pull);
    await door.settle();
    expect(door.gates(pull)).toMatchObject({ G1: 'smoke_passed', G3: 'verify_passed', G4: 'label_trusted' });
    expect(started(before)).toEqual([HANDOFF, verifyFor(pull), 'Codex Template Smoke on missing {}']);
  });

  test('a report with a skip closes where the configuration says so', async () => {
    const pull = door.pipeline.open('skip');
    await door.settle();
    endSmoke([{ check: 'cli-domain-hr', status: 'skip' }]);
    await door.settle();
    expect(door.gates(pull)).toMatchObject({ G1: 'smoke_report_skipped' });
  });

  test('on the branch of a PR that changes a protected path nothing is started; on the default branch it is, and proves', async () => {
    const before = count();
    const pull = door.pipeline.open('protected', { 'scripts/ci/other.sh': 'exit 0\n' });
    await door.settle();
    endVerify();
    await door.settle();
    expect(started(before)).toEqual([verifyFor(pull)]);
    expect(door.gates(pull)).toMatchObject({ G1: 'smoke_missing', G3: 'verify_passed' });
  });

  test('a fork goes through, by its own runs and one on the default branch; on its branch nothing is started', async () => {
    const before = count();
    const { github, customer, pipeline } = door;
    const fork = github.forkRepository(customer.repository, customer.author);
    door.deeds();
    const pull = pipeline.open('from-a-fork', {}, { from: fork });
    await door.settle();
    pipeline.smoke(pull);
    pipeline.tests(pull);
    endVerify();
    pipeline.label(pull);
    await door.settle();
    expect(started(before)).toEqual([HANDOFF, verifyFor(pull)]);
    expect(door.deeds().filter((deed) => deed.includes('/dispatches'))).toHaveLength(2);
    expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'dispatched' } });
    github.completeRun(pipeline.handoffRun(), 'failure');
  });

  test('for a draft nothing is started before it is ready', async () => {
    const before = count();
    const pull = door.pipeline.open('draft', {}, { draft: true });
    await door.settle();
    expect(started(before)).toEqual([]);
    expect(door.gates(pull)).toMatchObject({ G5: 'pr_draft' });
    door.github.setDraft(pull, false);
    await door.settle();
    expect(started(before)).toEqual([verifyFor(pull), 'Codex Template Smoke on draft {}']);
  });

  test('what a stop held back right before it was sent is started once the stop is lifted', async () => {
    const before = count();
    const pull = door.pipeline.open('held');
    await door.courier.deliver();
    await door.workers.drain(['delivery']);
    await door.clock.setTime(door.clock.now() + 1_500);
    await door.workers.drain(['evaluate']);
    await door.store.stops.change({ kind: 'set', scope: 'everywhere', by: 'mika', reason: 'release freeze' });
    await door.settle();
    expect(started(before)).toEqual([]);
    await door.database.sql.deleteFrom('stops').execute();
    await door.lookAgain(pull);
    expect(started(before)).toEqual([verifyFor(pull), 'Codex Template Smoke on held {}']);
  });

  test('what ran between decision and act is not started', async () => {
    const before = count();
    const pull = door.pipeline.open('meanwhile');
    await door.courier.deliver();
    await door.workers.drain(['delivery']);
    await door.clock.setTime(door.clock.now() + 1_500);
    await door.workers.drain(['evaluate']);
    door.pipeline.smoke(pull);
    await door.settle();
    expect(started(before)).toEqual([verifyFor(pull)]);
  });

  test('the answer is lost: it is not started a second time', async () => {
    const before = count();
    const lost = { method: 'POST', path: /verify\.yml\/dispatches$/ };
    door.github.fault({ match: lost, kind: 'answer-lost' });
    const pull = door.pipeline.open('lost');
    await door.settle();
    await door.lookAgain(pull);
    expect(started(before)).toEqual([verifyFor(pull), 'Codex Template Smoke on lost {}']);
  });
}

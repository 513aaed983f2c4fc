import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import { type Door, openDoor } from './door.ts';

export function inFlightSuite(): void {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor();
    // Fewer events, the same truth: what the others tell is read from GitHub anyway.
    door.hear('pull_request', 'issue_comment', 'workflow_run');
  });
  afterAll(() => door.close());

  const stateOf = async (pull: Pull) => (await door.handoff(pull))?.state;
  const cancelled = (run: Run) =>
    door.github.world.cancellations.some((cancellation) => cancellation.run === run);

  describe('what ends a handoff that runs', () => {
    let pull: Pull;
    let run: Run;
    let count = 0;
    beforeEach(async () => {
      count += 1;
      pull = await door.ready(`running/${count}`);
      run = door.pipeline.handoffRun();
      door.pipeline.handoffStep(run, 'Generate templates');
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'running' });
    });

    test('a push supersedes it and cancels its run', async () => {
      door.github.push(pull, { changes: { 'templates/hr.md': 'Changed again.\n' } });
      await door.settle();
      expect(cancelled(run)).toBe(true);
      expect(await stateOf(pull)).toMatchObject({ kind: 'waiting' });
      expect(pull.labels.map(({ name }) => name)).toEqual([]);
      expect(door.comments(pull)).toHaveLength(1);
    });

    test('the label taken off supersedes it; put on again it does not start by itself', async () => {
      door.github.unlabel(pull, { name: 'LG-Verified ✅', by: door.customer.maintainer });
      await door.settle();
      expect(cancelled(run)).toBe(true);
      expect(await stateOf(pull)).toMatchObject({ kind: 'superseded', code: 'superseded_by_gate' });
      const dispatches = door.github.world.dispatches.length;
      door.pipeline.label(pull);
      await door.settle();
      expect(door.github.world.dispatches).toHaveLength(dispatches);
      door.github.comment(pull, {
        by: door.customer.maintainer,
        body: `/ai-ops handoff ${pull.heads.at(-1)}`,
      });
      await door.settle();
      expect(door.github.world.dispatches).toHaveLength(dispatches + 1);
      expect(await door.handoff(pull)).toMatchObject({
        attempt: 2,
        origin: 'command',
        state: { kind: 'dispatched' },
      });
    });

    test('a gate that fails again on a re-run supersedes it', async () => {
      const smoke = door.github.world.runs.findLast(
        (one) =>
          one.headSha === pull.heads.at(-1) &&
          one.event === 'pull_request' &&
          one.name === 'Codex Template Smoke',
      );
      if (smoke === undefined) throw new Error('no smoke run');
      door.github.rerun(smoke, { by: door.customer.maintainer });
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'running' });
      door.github.completeRun(smoke, 'failure');
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({
        kind: 'superseded',
        code: 'superseded_by_gate',
        by: { say: 'gates_closed', gates: [{ gate: 'G1', code: 'smoke_not_successful' }] },
      });
      expect(cancelled(run)).toBe(true);
    });

    test('closing the PR abandons it', async () => {
      door.github.closePull(pull);
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'abandoned' });
      expect(cancelled(run)).toBe(true);
    });

    test('a failed run names its phase and links the playbook; nothing is approved', async () => {
      door.github.completeRun(run, 'failure', { failedStep: 'Review the pull request' });
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'failed', code: 'run_failed' });
      expect(door.check(pull)?.text).toContain('docs/ai/ops-playbooks.md');
      expect(door.comments(pull)).toHaveLength(1);
    });

    test('the Verify run that it starts must succeed too', async () => {
      const nested = door.pipeline.endHandoff(run);
      await door.settle();
      door.pipeline.endNestedVerify(nested, 'failure');
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'failed', code: 'verify_run_failed' });
      expect(door.comments(pull)).toHaveLength(1);
    });

    test('a stop holds the approval until it is lifted', async () => {
      await door.store.stops.change({
        kind: 'set',
        scope: 'everywhere',
        by: 'mika',
        reason: 'release freeze',
      });
      door.pipeline.endNestedVerify(door.pipeline.endHandoff(run));
      await door.settle();
      expect(cancelled(run)).toBe(false);
      expect(door.comments(pull)).toHaveLength(1);
      await door.database.sql.deleteFrom('stops').execute();
      await door.pass(11 * 60_000);
      expect(await stateOf(pull)).toMatchObject({ kind: 'approved' });
    });
  });

  describe('a run that a person starts by hand', () => {
    const start = () =>
      door.github.startRun(door.customer.repository, {
        workflow: 'ai-ops-auto-handoff.yml',
        event: 'workflow_dispatch',
        actor: door.customer.maintainer,
      });

    test('is adopted by the only PR whose label is trusted, and its closed gates are reported', async () => {
      for (const other of door.github.world.pulls) if (other.state === 'open') door.github.closePull(other);
      const pull = door.pipeline.open('by-hand');
      await door.pass(2_000);
      door.pipeline.label(pull);
      door.pipeline.smoke(pull, { conclusion: 'failure' });
      await door.settle();
      const run = start();
      await door.settle();
      expect(await door.handoff(pull)).toMatchObject({
        origin: 'adopted',
        state: { kind: 'dispatched', run: { id: run.id } },
      });
      expect(cancelled(run)).toBe(false);
      door.pipeline.endNestedVerify(door.pipeline.endHandoff(run));
      await door.settle();
      expect(await stateOf(pull)).toMatchObject({ kind: 'failed', code: 'adopted_gates_closed' });
      expect(door.check(pull)?.text).toContain('`adopted_gates_closed`');
    });
  });
}

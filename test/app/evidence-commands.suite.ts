import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import { WORKFLOW_FILES } from '../../demo/customer/workflow-files.ts';
import { headSha, type Pull } from '../../demo/github/model/pull.ts';
import { current, type Run } from '../../demo/github/model/run.ts';
import { answerTo, say } from './asking.ts';
import { type Door, openDoor } from './door.ts';

const VERIFY = '.github/workflows/ai-ops-langgraph-verify.yml';
const SMOKE = '.github/workflows/codex-template-smoke.yml';
const DAY = 24 * 60 * 60_000;
const RERUN = { method: 'POST', path: /\/rerun$/ } as const;
const DISPATCH = { method: 'POST', path: /\/dispatches$/ } as const;

export function evidenceCommandsSuite(): void {
  let door: Door;
  let pull: Pull;
  let count = 0;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'issue_comment', 'workflow_run');
  });
  beforeEach(async () => {
    count += 1;
    pull = door.pipeline.open(`evidence/${count}`);
    await door.settle();
  });
  afterEach(() => door.github.service.faults.clear());
  afterAll(() => door.close());

  const asked = async (body = '/ai-ops verify', by = door.customer.author) =>
    (await say(door, pull, by, body)).outcome;
  const runs = (path = VERIFY, sha = headSha(pull)): readonly Run[] =>
    door.github.world.runs.filter((run) => run.workflow.path === path && run.headSha === sha);
  const dispatches = () => door.github.world.dispatches.length;
  const replies = () => door.comments(pull).slice(1).join('\n');
  const newest = (): Run => {
    const run = runs().at(-1);
    if (run === undefined) throw new Error('no run of LangGraph Verify');
    return run;
  };

  test.each([
    ['verify', VERIFY],
    ['smoke', SMOKE],
  ])(
    '%s: where none has run it is dispatched on the branch, whatever the configuration does by itself',
    async (name, path) => {
      expect(await asked(`/ai-ops ${name}`)).toBe('granted');
      expect(runs(path)).toMatchObject([
        { event: 'workflow_dispatch', headBranch: pull.headRef, inputs: {}, actor: door.customer.app.bot },
      ]);
      expect(door.gates(pull)[name === 'verify' ? 'G3' : 'G1']).toBe(`${name}_running`);
    },
  );

  test('while it is queued or runs, it is not started again', async () => {
    await asked();
    expect(await asked()).toBe('command_run_in_progress');
    door.github.beginRun(newest());
    await door.settle();
    expect(await asked()).toBe('command_run_in_progress');
    expect(runs()).toHaveLength(1);
  });

  test('a run that has ended is run again, once per attempt, and counts', async () => {
    const run = door.pipeline.verify(pull, 'failure');
    await door.settle();
    expect(door.gates(pull).G3).toBe('verify_not_successful');
    const before = dispatches();
    expect(await asked()).toBe('granted');
    expect(run.attempts).toHaveLength(2);
    expect(current(run).triggeredBy).toBe(door.customer.app.bot);
    expect(door.gates(pull).G3).toBe('verify_running');
    expect(await asked()).toBe('command_run_in_progress');
    door.pipeline.endNestedVerify(run);
    await door.settle();
    expect(door.gates(pull).G3).toBe('verify_passed');
    expect(await asked()).toBe('granted');
    expect([run.attempts.length, dispatches() - before]).toEqual([3, 0]);
  });

  test.each([
    ['none has run yet', false],
    ['one has ended', true],
  ])('two at once are one, where %s', async (_, ended) => {
    if (ended) door.pipeline.verify(pull);
    await door.settle();
    const { maintainer, author } = door.customer;
    const comments = [maintainer, author].map((by) =>
      door.github.comment(pull, { by, body: '/ai-ops verify' }),
    );
    await door.settle();
    expect(comments.map((comment) => answerTo(comment, []).reactions.at(-1)).sort()).toEqual([
      '-1',
      'rocket',
    ]);
    expect(replies()).toContain('command_run_in_progress');
    expect(runs().flatMap(({ attempts }) => attempts)).toHaveLength(ended ? 2 : 1);
  });

  test('a run that is too old to be run again is followed by a new one', async () => {
    const old = door.pipeline.verify(pull);
    await door.settle();
    await door.pass(31 * DAY);
    expect(await asked()).toBe('granted');
    expect(old.attempts).toHaveLength(1);
    expect(runs()).toHaveLength(2);
  });

  describe('is refused, and starts nothing', () => {
    const refused = async (outcome: string, body = '/ai-ops verify', by = door.customer.author) => {
      const before = [dispatches(), runs().flatMap(({ attempts }) => attempts).length];
      expect(await asked(body, by)).toBe(outcome);
      expect([dispatches(), runs().flatMap(({ attempts }) => attempts).length]).toEqual(before);
    };

    test('to who may not write', async () => {
      await refused('command_not_allowed', '/ai-ops verify', door.customer.outsider);
      await refused('refused', '/ai-ops smoke', door.customer.outsider);
    });

    test('on a draft', async () => {
      door.github.setDraft(pull, true);
      await door.settle();
      await refused('pr_draft');
    });

    test('on a closed PR', async () => {
      door.github.closePull(pull);
      await door.settle();
      await refused('command_pr_closed');
    });

    test('on a base that is not governed', async () => {
      door.github.commitTo(door.customer.repository, {
        branch: 'side',
        changes: { 'a.txt': 'a\n' },
        author: door.customer.author,
      });
      door.github.changeBase(pull, { to: 'side', by: door.customer.author });
      await door.settle();
      await refused('base_not_governed');
    });

    test('while it is held', async () => {
      door.pipeline.verify(pull);
      await say(door, pull, door.customer.author, '/ai-ops hold wait');
      await refused('stopped');
      await say(door, pull, door.customer.maintainer, '/ai-ops unhold');
      expect(await asked()).toBe('granted');
    });

    test('on the branch of a fork, where nothing may be dispatched', async () => {
      const { github, customer, pipeline } = door;
      const fork = github.forkRepository(customer.repository, customer.outsider);
      pull = pipeline.open(`fork/${count}`, {}, { author: customer.outsider, from: fork });
      await door.settle();
      await refused('command_cannot_start');
    });

    test.each([
      ['a protected path', { 'scripts/ci/verify.sh': 'exit 0\n' }],
      [
        'the workflow',
        { [VERIFY]: 'name: Verify\non: workflow_dispatch\njobs: { v: { steps: [{ run: a }] } }\n' },
      ],
    ])('where the PR changes %s, be it to run again', async (name, changes) => {
      pull = door.pipeline.open(`touched/${count}`, changes);
      await door.settle();
      await refused('command_cannot_start');
      door.pipeline.verify(pull);
      await door.settle();
      await refused('command_cannot_start');
      expect(name).not.toBe('');
    });

    test('where the bot only observes', async () => {
      door.pipeline.configure(CUSTOMER_CONFIG.replace('mode: enforce', 'mode: observe'));
      await refused('command_not_enforcing');
      door.pipeline.configure(CUSTOMER_CONFIG);
    });
  });

  describe('what was granted and could not be started after all is said so', () => {
    test('GitHub refuses the dispatch', async () => {
      door.github.fault({ match: DISPATCH, kind: 'status', status: 422 });
      await asked();
      expect(replies()).toContain('`command_start_refused`');
      expect(runs()).toEqual([]);
      door.github.service.faults.clear();
      expect(await asked()).toBe('granted');
      expect(runs()).toHaveLength(1);
    });

    test('GitHub refuses to run it again', async () => {
      const run = door.pipeline.verify(pull);
      await door.settle();
      door.github.fault({ match: RERUN, kind: 'status', status: 403 });
      await asked();
      expect(replies()).toContain('`command_start_refused`');
      expect(run.attempts).toHaveLength(1);
      door.github.service.faults.clear();
      expect(await asked()).toBe('granted');
      expect(run.attempts).toHaveLength(2);
    });

    test('the answer is lost: it is not run twice', async () => {
      const run = door.pipeline.verify(pull);
      await door.settle();
      door.github.fault({ match: RERUN, kind: 'answer-lost' });
      await asked();
      await door.pass(5 * 60_000);
      expect(run.attempts).toHaveLength(2);
      expect(replies()).not.toContain('command_start_refused');
    });

    const MOMENTS: readonly (readonly [string, string, (at: Door, on: Pull) => unknown])[] = [
      [
        'a push',
        'superseded_by_push',
        ({ github }, on) => github.push(on, { changes: { 'templates/hr.md': 'Again.\n' } }),
      ],
      [
        'a stop',
        'stopped',
        ({ store, customer }) =>
          store.stops.change({
            kind: 'set',
            scope: { repositoryId: customer.repository.id },
            by: 'mika',
            reason: null,
          }),
      ],
      ['a run by hand', 'command_overtaken', ({ pipeline }, on) => pipeline.verify(on)],
    ];
    test.each(MOMENTS)('%s in the last moment', async (_, code, happens) => {
      door.github.comment(pull, { by: door.customer.author, body: '/ai-ops verify' });
      await door.decide();
      const before = dispatches();
      await happens(door, pull);
      await door.settle();
      expect(replies()).toContain(`\`${code}\``);
      expect(dispatches()).toBe(before);
      await door.store.stops.change({
        kind: 'lift',
        scope: { repositoryId: door.customer.repository.id },
        by: 'mika',
      });
    });

    test('somebody runs it again in the last moment: that is the deed', async () => {
      const run = door.pipeline.verify(pull);
      await door.settle();
      door.github.comment(pull, { by: door.customer.author, body: '/ai-ops verify' });
      await door.decide();
      door.github.rerun(run, { by: door.customer.maintainer });
      await door.settle();
      expect(run.attempts).toHaveLength(2);
    });
  });

  describe('where Verify runs on the default branch', () => {
    const WITH_INPUT = `name: AI Ops LangGraph Verify
on:
  workflow_dispatch:
    inputs:
      head: { required: true }
jobs:
  verify:
    steps: [{ name: Run the scenarios, run: scripts/ci/verify.sh }]
`;
    const onDefaultBranch = (workflow: string, config: string) => {
      const { repository, maintainer: author } = door.customer;
      door.github.commitTo(repository, { branch: 'main', changes: { [VERIFY]: workflow }, author });
      door.pipeline.configure(config);
    };
    beforeAll(() =>
      onDefaultBranch(WITH_INPUT, `${CUSTOMER_CONFIG}verify: { ref: default, head_input: head }\n`),
    );
    afterAll(() => onDefaultBranch(WORKFLOW_FILES[VERIFY] ?? '', CUSTOMER_CONFIG));
    const onMain = () =>
      door.github.world.runs.filter(
        ({ workflow, inputs }) => workflow.path === VERIFY && inputs.head === headSha(pull),
      );

    test('it is dispatched anew each time, and never run again', async () => {
      expect(await asked()).toBe('granted');
      const [first] = onMain();
      if (first === undefined) throw new Error('nothing was dispatched');
      expect(first).toMatchObject({ headBranch: 'main' });
      expect(await asked()).toBe('command_run_in_progress');
      door.pipeline.endNestedVerify(first);
      await door.settle();
      expect(door.gates(pull).G3).toBe('verify_passed');
      expect(await asked()).toBe('granted');
      expect(onMain().map(({ attempts }) => attempts.length)).toEqual([1, 1]);
      expect(door.gates(pull).G3).toBe('verify_running');
    });

    test('a fork and a PR that touches a protected path can have it too', async () => {
      const { github, customer, pipeline } = door;
      const fork = github.forkRepository(customer.repository, customer.outsider);
      pull = pipeline.open(
        `fork-on-main/${count}`,
        { 'scripts/ci/verify.sh': 'exit 0\n' },
        { author: customer.outsider, from: fork },
      );
      await door.settle();
      expect(await asked()).toBe('granted');
      expect(onMain()).toHaveLength(1);
    });
  });

  test('the record holds, and says who asked', async () => {
    await asked();
    const entries = await door.ledger(pull);
    expect(entries.filter(({ action }) => /^command|effect\.dispatch/.test(action))).toMatchObject([
      { action: 'command.answered', actor: door.customer.author.login, data: { name: 'verify' } },
      { action: 'effect.dispatch.sent', data: { run: newest().id } },
    ]);
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(door.github.world.unexpected).toEqual([]);
  });
}

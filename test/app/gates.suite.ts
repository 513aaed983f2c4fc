import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';
import { LOOK_ALIKE, PROVES_NOTHING, SITUATIONS } from './situations.ts';

export function gatesSuite(): void {
  const OPEN = {
    G1: 'smoke_passed',
    G2: 'tests_passed',
    G3: 'verify_passed',
    G4: 'label_trusted',
    G5: 'way_clear',
  } as const;

  let door: Door;
  const pulls = new Map<string, Pull>();

  beforeAll(async () => {
    door = await openDoor({ config: `${CUSTOMER_CONFIG}base_branches: [main, release]\n` });
    const { github, customer, pipeline } = door;
    const { repository, maintainer } = customer;
    const changes = { [LOOK_ALIKE]: PROVES_NOTHING };
    const { sha } = github.commitTo(repository, { branch: 'main', changes, author: maintainer });
    github.moveBranch(repository, { branch: 'release', to: sha, actor: maintainer });
    door.hear('pull_request');
    const opened = SITUATIONS.map(
      (situation, i) => [situation, pipeline.open(`situation/${i}`, situation.changes)] as const,
    );
    await door.pass(2_000);
    for (const [{ name, smoke, tests }, pull] of opened) {
      pulls.set(name, pull);
      if (tests === undefined) pipeline.tests(pull);
      else tests(door, pull);
      if (smoke === undefined) pipeline.smoke(pull);
      else smoke(door, pull);
      pipeline.verify(pull);
      pipeline.label(pull);
    }
    await door.settle();
  });
  afterAll(() => door.close());

  describe('all is green and the label is on, but', () => {
    test.each(SITUATIONS)('$name', async ({ name, closes, says = '' }) => {
      const pull = pulls.get(name);
      if (pull === undefined) throw new Error(`no PR was opened for: ${name}`);
      expect(door.gates(pull)).toEqual({ ...OPEN, ...closes });
      expect(door.check(pull)?.text).toContain(says);
      const isOpen = Object.keys(closes).length === 0;
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: isOpen ? 'dispatched' : 'waiting' } });
    });

    test('nothing was started for any of them, except for the one that only a remark was made on', () => {
      expect(dispatched()).toBe(1);
    });
  });

  const dispatched = () => door.github.world.dispatches.length;

  function checkNames(pull: Pull): readonly string[] {
    return door.github.world.suites
      .filter(({ app, headSha }) => app === door.customer.app && headSha === pull.heads.at(-1))
      .flatMap(({ checkRuns }) => checkRuns.map(({ name }) => name))
      .sort();
  }

  test('two PRs with one head: the runs of neither open a gate, and each has a check of its own', async () => {
    const before = dispatched();
    const one = door.pipeline.open('one-head');
    const other = door.github.openPull(door.customer.repository, {
      title: 'Also',
      author: door.customer.author,
      branch: 'one-head',
      base: 'release',
    });
    await door.pass(2_000);
    door.pipeline.ready(one);
    door.pipeline.label(other);
    await door.settle();
    for (const pull of [one, other]) {
      expect(door.gates(pull)).toEqual({ ...OPEN, G1: 'smoke_untrusted', G2: 'tests_untrusted' });
    }
    expect(checkNames(one)).toEqual(['AI Ops gates (main)', 'AI Ops gates (release)']);
    expect(dispatched()).toBe(before);
  });

  test('the base is changed after all was green: what ran and was said for the old one does not count', async () => {
    const before = dispatched();
    const pull = await door.ready('retargeted');
    const run = door.pipeline.handoffRun();
    await door.pass(2_000);
    door.github.changeBase(pull, { to: 'release' });
    await door.settle();
    expect(door.gates(pull)).toEqual({
      G1: 'smoke_missing',
      G2: 'tests_missing',
      G3: 'verify_missing',
      G4: 'label_missing',
      G5: 'way_clear',
    });
    expect(door.github.world.cancellations.map((cancellation) => cancellation.run)).toContain(run);
    expect((await door.ledger(pull)).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ to: 'superseded', code: 'superseded_by_base_change' }),
    );
    expect(pull.labels).toEqual([]);
    expect(dispatched()).toBe(before + 1);
    door.pipeline.ready(pull);
    await door.settle();
    expect(await door.handoff(pull)).toMatchObject({ baseRef: 'release', state: { kind: 'dispatched' } });
  });

  test('an answer with a part missing decides nothing, and is asked for until it is whole', async () => {
    const before = dispatched();
    door.github.fault({
      match: { path: /graphql$/, nth: 'every' },
      kind: 'partial-graphql',
      at: 'repository.config',
    });
    const pull = await door.ready('partial');
    expect(door.check(pull)).toBeNull();
    expect(door.logged.join('')).toContain('AIOPS_GITHUB_PARTIAL');
    door.github.service.faults.clear();
    await door.pass(60_000);
    expect(door.gates(pull)).toEqual(OPEN);
    expect(dispatched()).toBe(before + 1);
  });

  test('GitHub still shows the head before the push: nothing is decided for it', async () => {
    const before = dispatched();
    const pull = door.pipeline.open('stale');
    await door.pass(2_000);
    door.github.fault({ match: { path: /graphql$/, nth: 'every' }, kind: 'stale-head' });
    door.pipeline.ready(pull);
    door.github.push(pull, { changes: { 'services/hr/index.js': 'export const hr = 3;\n' } });
    await door.settle();
    expect(door.logged.join('')).toContain('AIOPS_GITHUB_STALE');
    door.github.service.faults.clear();
    await door.pass(60_000);
    expect(door.gates(pull)).toMatchObject({ G1: 'smoke_missing', G4: 'label_missing' });
    expect(dispatched()).toBe(before);
  });
}

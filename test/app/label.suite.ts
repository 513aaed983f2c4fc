import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LABEL } from '../../demo/customer/customer.ts';
import type { Account } from '../../demo/github/model/account.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import { type Door, openDoor } from './door.ts';

export function labelSuite(): void {
  let door: Door;
  let invited: Account;
  let leaver: Account;
  beforeAll(async () => {
    door = await openDoor();
    const { github, customer } = door;
    invited = github.addUser('ines');
    leaver = github.addUser('lea');
    for (const user of [invited, leaver]) github.setRole(customer.repository, { user, role: 'write' });
    github.setMembership(customer.team, { user: invited, state: 'pending' });
    for (const user of [leaver, customer.author])
      github.setMembership(customer.team, { user, state: 'active' });
    door.hear(...HEARD);
  });
  afterAll(() => door.close());

  const HEARD = ['pull_request', 'pull_request_review', 'label'] as const;
  const A_WHILE = 2_000;
  const dispatched = () => door.github.world.dispatches.length;
  const isOn = (pull: Pull) => pull.labels.some(({ name }) => name === LABEL);

  /** Why the bot took the label off, each time that it did. */
  async function takenOff(pull: Pull): Promise<readonly unknown[]> {
    const removals = (await door.ledger(pull)).filter(({ action }) => action === 'effect.remove_label.sent');
    const asked = door.github.service.requests.filter(
      ({ method, path }) => method === 'DELETE' && path.includes(`/issues/${pull.number}/labels/`),
    );
    expect(asked).toHaveLength(removals.length);
    return removals.map(({ data }) => Object(data).why);
  }

  function push(pull: Pull): void {
    door.github.push(pull, { changes: { 'services/hr/index.js': `${pull.heads.length}\n` } });
    allGreen(pull);
  }

  function allGreen(pull: Pull): void {
    door.pipeline.smoke(pull);
    door.pipeline.tests(pull);
    door.pipeline.verify(pull);
  }

  /** PRs for which all is green, but without the label. */
  async function green(...branches: readonly string[]): Promise<readonly Pull[]> {
    const pulls = branches.map((branch) => door.pipeline.open(branch));
    await door.pass(A_WHILE);
    pulls.forEach(allGreen);
    await door.settle();
    return pulls;
  }

  describe('the label is known by its id', () => {
    let pull: Pull;
    beforeAll(async () => {
      [pull] = (await green('identity')) as [Pull];
      door.github.label(pull, { name: 'Looks fine', by: door.customer.maintainer });
    });

    function rename(from: string, to: string): void {
      const { github, customer } = door;
      const label = customer.repository.labels.find(({ name }) => name === from);
      if (label === undefined) throw new Error(`there is no label ${from}`);
      github.renameLabel(customer.repository, { label, to, by: customer.outsider });
    }

    test('another label that is given its name does not count', async () => {
      rename(LABEL, 'Gone');
      rename('Looks fine', LABEL);
      await door.settle();
      expect(isOn(pull)).toBe(true);
      expect(door.gates(pull)).toMatchObject({ G4: 'label_identity_changed' });
      rename(LABEL, 'Looks fine');
      rename('Gone', LABEL);
      await door.settle();
      expect(door.gates(pull)).toMatchObject({ G4: 'label_missing' });
    });

    test('one that was deleted and made again does not count', async () => {
      const { github, customer } = door;
      const { labels } = customer.repository;
      github.deleteLabel(customer.repository, { label: customer.verified, by: customer.outsider });
      door.pipeline.label(pull);
      await door.settle();
      expect(isOn(pull)).toBe(true);
      expect(door.gates(pull)).toMatchObject({ G4: 'label_identity_changed' });
      expect(dispatched()).toBe(0);
      // As it was, for the tests to come.
      labels.splice(0, labels.length, customer.verified);
    });
  });

  describe('a label that does not count is taken off once, and nothing starts', () => {
    const WRONG: Readonly<Record<string, { readonly code: string; readonly put: (pull: Pull) => unknown }>> =
      {
        'by somebody outside the team': {
          code: 'label_by_outsider',
          put: (pull) => door.pipeline.label(pull, door.customer.outsider),
        },
        'by somebody who is only invited': {
          code: 'label_by_outsider',
          put: (pull) => door.pipeline.label(pull, invited),
        },
        'by the author, a member': {
          code: 'label_by_author',
          put: (pull) => door.pipeline.label(pull, door.customer.author),
        },
        'by a workflow': {
          code: 'label_by_bot',
          put: (pull) => door.pipeline.label(pull, door.github.world.actionsApp.bot),
        },
        'before a push': {
          code: 'label_for_other_head',
          put: (pull) => {
            door.pipeline.label(pull);
            push(pull);
          },
        },
        'in the second of a push': {
          code: 'label_before_push',
          put: (pull) => {
            push(pull);
            door.pipeline.label(pull);
          },
        },
        'before a push away and back': {
          code: 'label_before_push',
          put: async (pull) => {
            const [labelled = ''] = pull.heads;
            door.pipeline.label(pull);
            await door.clock.setTime(door.clock.now() + A_WHILE);
            push(pull);
            door.github.forcePush(pull, { to: labelled });
          },
        },
      };
    const pulls = new Map<string, Pull>();
    beforeAll(async () => {
      const opened = await green(...Object.keys(WRONG).map((name) => name.replaceAll(/\W+/g, '-')));
      for (const [i, [name, { put }]] of Object.entries(WRONG).entries()) {
        const pull = opened[i];
        if (pull === undefined) throw new Error(`no PR was opened for ${name}`);
        pulls.set(name, pull);
        await put(pull);
      }
      await door.settle();
    });
    const pullOf = (name: string): Pull => pulls.get(name) ?? door.pipeline.open(name);

    test.each(Object.keys(WRONG))('%s', async (name) => {
      const pull = pullOf(name);
      expect(isOn(pull)).toBe(false);
      expect(door.check(pull)?.text).toContain('not on the PR; the last one was put on');
      expect(await takenOff(pull)).toEqual([WRONG[name]?.code]);
      expect(door.gates(pull)).toEqual({
        G1: 'smoke_passed',
        G2: 'tests_passed',
        G3: 'verify_passed',
        G4: 'label_missing',
        G5: 'way_clear',
      });
      expect(await door.handoff(pull)).toMatchObject({ dispatches: 0, state: { kind: 'waiting' } });
    });

    test('nothing was started for any of them', () => expect(dispatched()).toBe(0));

    test('and one that is put on again as it should be counts', async () => {
      const pull = pullOf('by somebody outside the team');
      door.pipeline.label(pull);
      await door.settle();
      expect(door.gates(pull)).toMatchObject({ G4: 'label_trusted' });
      expect(await takenOff(pull)).toHaveLength(1);
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'dispatched' } });
    });
  });

  describe('neither label nor push was heard of, so the push log tells for which head it was', () => {
    let onHead: Pull;
    let beforePush: Pull;
    let withPush: Pull;
    beforeAll(async () => {
      [onHead, beforePush, withPush] = (await green('lost/on-head', 'lost/before', 'lost/with')) as [
        Pull,
        Pull,
        Pull,
      ];
      door.hear('pull_request_review');
      door.pipeline.label(onHead);
      door.pipeline.label(beforePush);
      await door.clock.setTime(door.clock.now() + A_WHILE);
      push(beforePush);
      door.pipeline.label(withPush);
      push(withPush);
      for (const pull of [onHead, beforePush, withPush]) await door.lookAgain(pull);
      door.hear(...HEARD);
    });

    test('the head of now: it counts', async () => {
      expect(door.gates(onHead)).toMatchObject({ G4: 'label_trusted' });
      expect(await door.handoff(onHead)).toMatchObject({ state: { kind: 'dispatched' } });
    });

    test('an earlier one, or it cannot be told because it was in the second of the push: it does not', async () => {
      for (const pull of [beforePush, withPush]) {
        expect(await takenOff(pull)).toEqual(['label_for_other_head']);
        expect(await door.handoff(pull)).toMatchObject({ dispatches: 0 });
      }
    });
  });

  describe('between decision and act', () => {
    test('who leaves the team hands off nothing', async () => {
      const before = dispatched();
      const [pull] = (await green('leaver')) as [Pull];
      door.pipeline.label(pull, leaver);
      await door.courier.deliver();
      await door.workUntilDecided(pull);
      door.github.setMembership(door.customer.team, { user: leaver, state: null });
      await door.settle();
      expect(dispatched()).toBe(before);
      expect(await door.handoff(pull)).toMatchObject({ state: { kind: 'waiting' } });
      expect(await takenOff(pull)).toEqual(['label_by_outsider']);
    });
  });

  test('what cannot be taken off does not count all the same', async () => {
    const before = dispatched();
    const [pull] = (await green('stays')) as [Pull];
    door.github.fault({
      match: { method: 'DELETE', path: /labels/, nth: 'every' },
      kind: 'status',
      status: 403,
    });
    door.pipeline.label(pull);
    push(pull);
    await door.settle();
    door.github.service.faults.clear();
    expect(isOn(pull)).toBe(true);
    expect(door.gates(pull)).toMatchObject({ G1: 'smoke_passed', G4: 'label_for_other_head' });
    expect(dispatched()).toBe(before);
  });

  test('taken off and put on again for the same head it counts', async () => {
    const before = dispatched();
    const pull = door.pipeline.open('again');
    await door.pass(A_WHILE);
    door.pipeline.label(pull);
    await door.settle();
    door.github.unlabel(pull, { name: LABEL, by: door.customer.outsider });
    await door.settle();
    expect(door.gates(pull)).toMatchObject({ G4: 'label_missing' });
    door.pipeline.ready(pull);
    await door.settle();
    expect(door.gates(pull)).toMatchObject({ G4: 'label_trusted' });
    expect(dispatched()).toBe(before + 1);
  });
}

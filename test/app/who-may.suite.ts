import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Account } from '../../demo/github/model/account.ts';
import type { Comment, Pull } from '../../demo/github/model/pull.ts';
import { COMMANDS, type CommandName } from '../../src/policies/commands.ts';
import { type Door, openDoor } from './door.ts';

type Who = 'maintainer' | 'author' | 'outsider' | 'releaseOwner' | 'bot';
type Outcome = '🚀' | '👎' | '';

/** What is no person never acts, whatever it may do at GitHub. */
const PEOPLE: readonly Who[] = ['maintainer', 'author', 'outsider', 'releaseOwner', 'bot'];

const WRITERS: readonly Who[] = ['maintainer', 'author'];
const TEAM: readonly Who[] = ['maintainer'];
const OWNERS: readonly Who[] = ['releaseOwner'];

/** Who is granted each command on a PR whose handoff was approved, whose follow-up is owed, and where nothing is stopped. */
const GRANTED: Readonly<Record<CommandName, readonly Who[]>> = {
  handoff: TEAM,
  status: WRITERS,
  explain: WRITERS,
  verify: WRITERS,
  smoke: WRITERS,
  hold: WRITERS,
  unhold: TEAM,
  stop: WRITERS,
  resume: TEAM,
  done: OWNERS,
  rollback: TEAM,
  help: WRITERS,
};

/** Of those, what a merged one still takes. */
const ON_MERGED: readonly CommandName[] = ['status', 'explain', 'done', 'rollback', 'help'];

/** Every command by everybody, on an open PR and on a merged one; each on a PR as it was before. */
export function whoMaySuite(): void {
  let door: Door;
  let robot: Account;

  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'issue_comment', 'workflow_run');
    const { pipeline, customer, github } = door;
    const { repository, maintainer, releaseOwner } = customer;
    robot = github.addBot('robot[bot]');
    github.setRole(repository, { user: robot, role: 'write' });
    const workflow = 'name: Rollback\non: workflow_dispatch\njobs: { r: { steps: [{ run: "true" }] } }\n';
    github.commitTo(repository, {
      branch: 'main',
      changes: { '.github/workflows/rollback.yml': workflow },
      author: maintainer,
    });
    pipeline.configure(
      `${CUSTOMER_CONFIG}release_owners: [${releaseOwner.id}]\nrollback: { workflow: rollback.yml }\n`,
    );
  });
  afterAll(() => door.close());

  function write(pull: Pull, who: Who, body: string): Comment {
    const by: Account = who === 'bot' ? robot : door.customer[who];
    return door.github.comment(pull, { by, body });
  }

  const endOf = ({ reactions }: Comment): Outcome => {
    const all = reactions.map(({ content }) => content);
    if (all.includes('rocket')) return '🚀';
    return all.includes('-1') ? '👎' : '';
  };

  /** Takes back what a granted command has left behind, so that the next finds things as they were. */
  async function undo({ number }: Pull): Promise<void> {
    for (const run of door.github.world.runs)
      if (run.attempts.at(-1)?.status !== 'completed') door.github.completeRun(run, 'failure');
    const { id: repositoryId } = door.customer.repository;
    for (const scope of [{ repositoryId, number }, { repositoryId }])
      await door.store.stops.change({ kind: 'lift', scope, by: 'test' });
    await door.settle();
  }

  describe.each(['open', 'merged'] as const)('on a PR that is %s', (where) => {
    let pull: Pull;
    beforeAll(async () => {
      pull = await door.approved(`who-may/${where}`);
      if (where === 'merged') door.github.mergePull(pull, door.customer.maintainer);
      await door.settle();
    });

    test.each(COMMANDS)('$name', async ({ name }) => {
      const may = where === 'open' || ON_MERGED.includes(name) ? GRANTED[name] : [];
      // Who may comes last: a follow-up is settled once.
      const order = [...PEOPLE].sort((a, b) => Number(may.includes(a)) - Number(may.includes(b)));
      for (const who of order) {
        const comment = write(pull, who, `/ai-ops ${name}`);
        await door.settle();
        const expected = who === 'bot' ? '' : may.includes(who) ? '🚀' : '👎';
        expect(`${name} by ${who}: ${endOf(comment)}`).toBe(`${name} by ${who}: ${expected}`);
        if (expected === '🚀') await undo(pull);
      }
    });
  });

  test('nobody was granted what they may not, whatever the order: the ledger says the same', async () => {
    const { maintainer, author, releaseOwner } = door.customer;
    const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
    const allowed = new Map([
      [maintainer.login, 'maintainer'],
      [author.login, 'author'],
      [releaseOwner.login, 'releaseOwner'],
    ]);
    const granted = entries.filter(({ action }) => /^command\.(answered|granted)$/.test(action));
    expect(granted.length).toBeGreaterThan(20);
    for (const { actor, data } of granted) {
      const name = COMMANDS.find((command) => command.name === Object(data).name)?.name;
      const who = allowed.get(actor);
      expect(
        PEOPLE.filter((one) => one === who && name !== undefined && GRANTED[name].includes(one)),
      ).toEqual([who]);
    }
  });
}

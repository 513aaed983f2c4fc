import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CUSTOMER_CONFIG } from '../../demo/customer/customer.ts';
import type { Pull } from '../../demo/github/model/pull.ts';
import type { Repository } from '../../demo/github/model/repository.ts';
import type { User } from '../../demo/slack/model/people.ts';
import { type Door, openDoor } from './door.ts';
import { type SlackPeople, slackPeopleOf } from './slack-people.ts';

export function slackCommandsSuite(): void {
  let door: Door;
  let people: SlackPeople;
  let pull: Pull;
  let shop: Repository;
  beforeAll(async () => {
    door = await openDoor({ services: true, config: `${CUSTOMER_CONFIG}handoff:\n  start: command\n` });
    people = slackPeopleOf(door);
    pull = door.pipeline.open('slash');
    shop = anotherRepository(door);
    await door.settle();
  });
  afterAll(() => door.close());
  /** Nothing of it is for everybody's eyes, but for what is announced. */
  afterEach(() => {
    for (const { content } of door.workspace.channel.messages)
      expect(content.text).toMatch(/Auto Handoff (?:stopped|resumed)/);
  });

  const name = () => `acme/erp#${pull.number}`;
  const colleague = (who: keyof Door['workspace']['people']): User => door.workspace.people[who];
  const type = (words: string, who: keyof Door['workspace']['people']) => people.type(words, colleague(who));
  /** The other repository, on its default branch. */
  const configure = (people: string, team = 'ai-ops') =>
    door.github.commitTo(shop, {
      branch: shop.defaultBranch,
      changes: { '.github/ai-ops.yml': `mode: enforce\nteam: ${team}\n${people}` },
      author: door.customer.maintainer,
    });
  /** As in the first one: mika is known, and of its team. */
  const configureOwn = () => {
    const { slack, people: colleagues } = door.workspace;
    configure(
      `slack:\n  workspace: ${slack.world.team.id}\n  people: [{ github: ${door.customer.maintainer.id}, slack: ${colleagues.mika.id} }]\n`,
    );
  };
  const newcomer = (called: string): User => {
    const { slack, channel } = door.workspace;
    const user = slack.addUser(called);
    slack.join(channel, user);
    return user;
  };
  const refusal = (code: string) => [expect.stringMatching(new RegExp(`\\*Not done\\*: .*\`${code}\``))];
  const accepted = [expect.stringContaining('*Accepted*')];
  const announced = () => door.workspace.channel.messages.map(({ content }) => content.text);
  const notGiven = async (words: string, who: keyof Door['workspace']['people'], code: string) => {
    const before = announced().length;
    expect(await type(words, who)).toEqual(refusal(code));
    expect(announced()).toHaveLength(before);
  };

  describe('about a pull request', () => {
    test('status shows the gates, with the next step for each that is closed', async () => {
      const [told = ''] = await type(`/ai-ops status ${name()}`, 'codex-author');
      for (const gate of ['G1', 'G2', 'G3', 'G4', 'G5']) expect(told).toContain(`*${gate}*`);
      expect(told).toContain('`label_missing`');
    });

    test('explain explains one gate, by the web address of the PR too', async () => {
      const address = `https://github.com/acme/erp/pull/${pull.number}/files`;
      const [told = ''] = await type(`/ai-ops explain ${address} G4`, 'mika');
      expect(told).toContain('label_missing');
      expect(told).not.toContain('*G1*');
    });

    test('hold and unhold, as stop and resume of it', async () => {
      expect(await type(`/ai-ops hold ${name()} waits for “legal”`, 'codex-author')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('stopped');
      expect(door.check(pull)?.text).toContain('waits for “legal”');
      await notGiven(`/ai-ops unhold ${name()}`, 'codex-author', 'command_not_allowed');
      expect(door.gates(pull).G5).toBe('stopped');
      expect(await type(`/ai-ops resume ${name()}`, 'mika')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(await type(`/ai-ops stop ${name()} again`, 'codex-author')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('stopped');
      expect(await type(`/ai-ops unhold ${name()}`, 'mika')).toEqual(accepted);
    });

    test.each<[string, keyof Door['workspace']['people'], string]>([
      ['status', 'olli', 'command_not_allowed'],
      ['explain', 'olli', 'command_not_allowed'],
      ['hold', 'olli', 'command_not_allowed'],
      ['stop', 'olli', 'command_not_allowed'],
      ['resume', 'codex-author', 'command_not_allowed'],
      ['verify', 'olli', 'command_not_allowed'],
      ['smoke', 'olli', 'command_not_allowed'],
      ['handoff', 'codex-author', 'command_not_allowed'],
      ['handoff', 'mika', 'command_gates_closed'],
      ['done', 'mika', 'command_not_allowed'],
      ['done', 'rin', 'command_nothing_owed'],
      ['rollback', 'codex-author', 'command_not_allowed'],
      ['rollback', 'mika', 'command_rollback_not_configured'],
    ])('%s by %s: %s', async (command, who, code) => {
      await notGiven(`/ai-ops ${command} ${name()}`, who, code);
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(door.github.world.dispatches).toEqual([]);
    });

    test('what is refused stands in the ledger of the PR, and on the PR itself nothing does', async () => {
      const entries = await door.ledger(pull);
      expect(entries.filter(({ action }) => action === 'command.refused').map(({ actor }) => actor)).toEqual(
        expect.arrayContaining(['olli', 'codex-author', 'mika', 'rin']),
      );
      expect(door.comments(pull).join()).not.toContain('command_');
    });

    test('smoke and verify start a run for this head', async () => {
      expect(await type(`/ai-ops verify ${name()}`, 'codex-author')).toEqual(accepted);
      const { dispatches } = door.github.world;
      expect(await type(`/ai-ops smoke ${name()}`, 'codex-author')).toEqual(accepted);
      expect(dispatches.map(({ run }) => run?.workflow.name)).toEqual([
        'AI Ops LangGraph Verify',
        'Codex Template Smoke',
      ]);
    });

    test('handoff with every gate open starts it, for the one who asked', async () => {
      const ready = await door.ready('slash-handoff');
      expect(await door.handoff(ready)).toMatchObject({ state: { kind: 'ready' } });
      const head = ready.heads.at(-1);
      expect(await type(`/ai-ops handoff acme/erp#${ready.number} ${head}`, 'mika')).toEqual(accepted);
      expect(await door.handoff(ready)).toMatchObject({
        origin: 'command',
        requestedBy: { login: 'mika' },
        state: { kind: 'dispatched' },
      });
    });

    test('a PR that the bot never heard of is looked for at GitHub', async () => {
      door.hear('check_run');
      const unheard = door.pipeline.open('slash-unheard');
      const [told = ''] = await type(`/ai-ops status acme/erp#${unheard.number}`, 'mika');
      door.courier.mischief = (waiting) => ({ send: waiting });
      expect(told).toContain('*G1*');
      await notGiven('/ai-ops status acme/erp#4040', 'mika', 'command_pr_unknown');
    });
  });

  describe('about a repository', () => {
    test('who may write stops it, with a word to the channel; only its team lets it go on', async () => {
      await notGiven('/ai-ops stop acme/erp', 'olli', 'command_not_allowed');
      expect(door.gates(pull).G5).toBe('way_clear');

      expect(await type('/ai-ops stop ACME/erp release freeze', 'codex-author')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('stopped');
      expect(announced().at(-1)).toMatch(/stopped.*acme\/erp.*codex-author: release freeze/i);

      await notGiven('/ai-ops resume acme/erp', 'codex-author', 'command_not_allowed');
      expect(door.gates(pull).G5).toBe('stopped');

      expect(await type('/ai-ops resume https://github.com/acme/erp', 'mika')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(announced().at(-1)).toMatch(/resumed.*acme\/erp.*mika/i);
      const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 10_000);
      expect(
        entries.filter(({ action, subject }) => action.startsWith('stop.') && subject === 'acme/erp'),
      ).toMatchObject([
        { action: 'stop.set', actor: 'codex-author', data: { reason: 'release freeze' } },
        { action: 'stop.lifted', actor: 'mika' },
      ]);
    });

    test('what was not stopped is resumed without a word', async () => {
      const before = announced().length;
      expect(await type('/ai-ops resume acme/erp', 'mika')).toEqual(accepted);
      expect(announced()).toHaveLength(before);
    });

    test.each(['acme/erp', 'everywhere'])('what was stopped since is not resumed: %s', async (place) => {
      const { slack, channel, people: colleagues } = door.workspace;
      configureOwn();
      await type(`/ai-ops stop ${place}`, 'mika');
      door.github.fault({ kind: 'status', status: 502, match: { nth: 'every' } });
      await slack.slash(`/ai-ops resume ${place}`, { by: colleagues.mika, channel });
      await door.pass(60_000);
      const scope = place === 'everywhere' ? place : { repositoryId: door.customer.repository.id };
      await door.store.stops.change({ kind: 'set', scope, by: 'cli:root', reason: 'wrong numbers' });
      door.github.service.faults.clear();
      const before = announced().length;
      await door.pass(4 * 60_000);
      await door.settle();
      expect(door.gates(pull).G5).toBe('stopped');
      expect(announced()).toHaveLength(before);
      expect((await door.effects()).findLast(({ kind }) => kind === 'slack_answer')).toMatchObject({
        answer: { says: 'refused', code: 'command_overtaken' },
      });
      expect(await type(`/ai-ops resume ${place}`, 'mika')).toEqual(accepted);
      expect(door.gates(pull).G5).toBe('way_clear');
      configure('');
    });

    test('a delivery that is worked on twice stops once', async () => {
      const before = announced().length;
      const { slack, channel, people: colleagues } = door.workspace;
      const { request } = await slack.slash('/ai-ops stop acme/erp', { by: colleagues.mika, channel });
      await door.settle();
      expect(await type('/ai-ops resume acme/erp', 'mika')).toEqual(accepted);
      // As after a crash: worked on, and not marked as done.
      const { sql } = door.database;
      await sql.updateTable('deliveries').set({ done_at: null }).where('body', '=', request.body).execute();
      await fetch(request.url, { method: 'POST', headers: request.headers, body: request.body });
      expect(await door.workers.drain(['delivery'])).toBe(1);
      await door.settle();
      expect(door.gates(pull).G5).toBe('way_clear');
      expect(announced()).toHaveLength(before + 2);
    });

    test('who took the name that it gave up says nothing about it', async () => {
      const { github, customer, workspace, store } = door;
      const scope = { repositoryId: shop.id };
      await store.stops.change({ kind: 'set', scope, by: 'cli:root', reason: 'incident' });
      shop.name = 'shop-of-old';
      const impostor = github.addRepository({ owner: customer.organization, name: 'shop' });
      github.addToInstallation(customer.installation, impostor);
      door.hear('issue_comment');
      await door.settle();
      github.commitTo(impostor, {
        branch: impostor.defaultBranch,
        changes: {
          '.github/ai-ops.yml': `mode: enforce\nteam: ai-ops\nslack:\n  workspace: ${workspace.slack.world.team.id}\n  people: [{ github: ${customer.maintainer.id}, slack: ${colleague('olli').id} }]\n`,
        },
        author: customer.outsider,
      });
      await type('/ai-ops resume acme/shop', 'olli');
      await door.pass(30 * 60_000);
      const place = { ...scope, installationId: customer.installation.id, owner: 'acme', repo: 'shop' };
      expect(await store.stops.inForce(place)).toMatchObject({ kind: 'stopped', reason: 'incident' });
      expect((await door.effects()).findLast(({ kind }) => kind === 'slack_answer')).toMatchObject({
        answer: { says: 'refused', code: 'command_permission_unknown' },
      });
      door.courier.mischief = (waiting) => ({ send: waiting });
      impostor.name = 'impostor';
      shop.name = 'shop';
      await store.stops.change({ kind: 'lift', scope, by: 'cli:root' });
    });

    test('one that the bot does not govern is answered as one in which they are nobody', async () => {
      const [unknown = ''] = await type('/ai-ops status acme/secret#1', 'mika');
      const stranger = newcomer('new');
      const [nobody = ''] = await people.type('/ai-ops status acme/erp#1', stranger);
      const plain = (told: string) => told.replaceAll(/acme\/\w+|U0\w+|"block_id":"\w+"/g, '…');
      expect(plain(unknown)).toBe(plain(nobody));
      expect(unknown).toContain('Nobody at GitHub is known as you');
    });
  });

  test('an id that is no person at GitHub, or nobody any more, is nobody', async () => {
    const { github, customer, workspace } = door;
    const gone = github.addUser('gone');
    github.deleteAccount(gone);
    const { olli, rin } = workspace.people;
    configure(
      [
        'slack:',
        `  workspace: ${workspace.slack.world.team.id}`,
        '  people:',
        `    - { github: ${customer.organization.id}, slack: ${olli.id} }`,
        `    - { github: ${gone.id}, slack: ${rin.id} }`,
        '',
      ].join('\n'),
    );
    for (const who of ['olli', 'rin'] as const)
      expect(await type('/ai-ops stop acme/shop', who)).toEqual([
        expect.stringContaining('Nobody at GitHub'),
      ]);
    configure('');
  });

  describe('about everything', () => {
    const G5 = () => door.gates(pull).G5;

    test('to stop takes one repository in which they may write', async () => {
      await notGiven('/ai-ops stop everywhere', 'olli', 'command_not_allowed');
      const stranger = newcomer('newer');
      expect(await people.type('/ai-ops stop everywhere', stranger)).toEqual([
        expect.stringContaining('Nobody at GitHub'),
      ]);
      expect(G5()).toBe('way_clear');
      expect(await type('/ai-ops stop everywhere wrong numbers', 'codex-author')).toEqual(accepted);
      expect(G5()).toBe('stopped');
      expect(announced().at(-1)).toMatch(/everywhere.*codex-author: wrong numbers/);
    });

    test('to resume takes the team of every governed repository', async () => {
      await notGiven('/ai-ops resume everywhere', 'codex-author', 'command_not_allowed');
      expect(await type('/ai-ops resume everywhere', 'mika')).toEqual([
        expect.stringContaining('Nobody at GitHub is known as you in `acme/shop`'),
      ]);
      expect(G5()).toBe('stopped');
      const { slack, people: colleagues } = door.workspace;
      const mika = `slack:\n  workspace: ${slack.world.team.id}\n  people: [{ github: ${door.customer.maintainer.id}, slack: ${colleagues.mika.id} }]\n`;

      configure(mika, 'shop-ops');
      await notGiven('/ai-ops resume everywhere', 'mika', 'command_not_allowed');
      configure('tset: 1\n');
      await notGiven('/ai-ops resume everywhere', 'mika', 'config_invalid');
      expect(G5()).toBe('stopped');

      configure(mika);
      expect(await type('/ai-ops resume everywhere', 'mika')).toEqual(accepted);
      expect(G5()).toBe('way_clear');
      expect(announced().at(-1)).toMatch(/resumed.*everywhere.*mika/);
    });
  });

  describe('about nothing', () => {
    test('help lists every command, to anybody', async () => {
      const stranger = newcomer('newest');
      const [told = ''] = await people.type('/ai-ops', stranger);
      for (const usage of ['status owner/repo#12', 'stop owner/repo', 'rollback owner/repo#12'])
        expect(told).toContain(`/ai-ops ${usage}`);
    });

    test('what is not understood gets the nearest command', async () => {
      const [told = ''] = await type('/ai-ops stauts acme/erp#1', 'mika');
      expect(told).toContain('*Not understood*: `stauts acme/erp#1`');
      expect(told).toContain('/ai-ops status owner/repo#12');
    });

    test('where the bot is not in the conversation, the answer comes directly', async () => {
      const { slack, bot } = door.workspace;
      const elsewhere = slack.addChannel('elsewhere', { members: [colleague('mika')] });
      await slack.slash('/ai-ops help', { by: colleague('mika'), channel: elsewhere });
      await door.settle();
      expect(elsewhere.messages).toEqual([]);
      const direct = slack.directMessages(bot.botUser, colleague('mika'));
      expect(JSON.stringify(direct.messages.at(-1)?.content.blocks)).toContain('AI Ops commands');
    });
  });

  test('nothing was asked of a service that it does not know, and nothing is dead', async () => {
    expect(door.workspace.slack.world.unexpected).toEqual([]);
    expect(door.github.world.unexpected).toEqual([]);
    expect(await door.store.deadLetters.list()).toEqual([]);
  });
}

/** Governed as well, by people of whom nobody is mapped yet. */
function anotherRepository({ github, customer }: Door): Repository {
  const { organization, installation } = customer;
  const repository = github.addRepository({
    owner: organization,
    name: 'shop',
    files: { '.github/ai-ops.yml': 'mode: enforce\nteam: ai-ops\n' },
  });
  github.addToInstallation(installation, repository);
  return repository;
}

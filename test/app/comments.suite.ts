import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Comment, Pull } from '../../demo/github/model/pull.ts';
import { COMMANDS } from '../../src/policies/commands.ts';
import { type Door, openDoor } from './door.ts';

/** What acts, written down once more in another way: the whole first line, in letters that show. */
const LINE =
  /^\/ai-ops +(?:(?:handoff(?: +[0-9a-f]{40})?|status|explain(?: +G[1-5])?|verify|smoke|unhold|resume|rollback|help) *|(?:hold|stop|done)(?: [^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*)?)$/u;
/** What is at least meant for the bot, and so is answered. */
const MEANT = /^\/ai-ops(?:\p{Zs}[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*)?$/u;

/** Which of the two a comment is, by its first line alone. */
function expected(body: string): 'acts' | 'is answered' | 'nothing' {
  const [line = ''] = body.normalize('NFC').split(/\r?\n/, 1);
  if (line.length > 200) return 'nothing';
  if (LINE.test(line)) return 'acts';
  return MEANT.test(line) ? 'is answered' : 'nothing';
}

const command = fc.constantFrom(...COMMANDS.map(({ example }) => example), '/ai-ops', '/ai-ops hand off');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.lorem({ maxCount: 12 }),
);

/** What hides, quotes, wraps, turns round or imitates a command. */
const TRICKS: readonly ((line: string, other: string) => string)[] = [
  (line) => `> ${line}`,
  (line) => `> > > ${line}`,
  (line) => `>${line}`,
  (line) => `\`${line}\``,
  (line) => `\`\`\`\n${line}\n\`\`\``,
  (line) => `~~~sh\n${line}\n~~~`,
  (line) => `    ${line}`,
  (line) => `\t${line}`,
  (line) => ` ${line}`,
  (line) => `- ${line}`,
  (line) => `1. ${line}`,
  (line) => `# ${line}`,
  (line) => `**${line}**`,
  (line) => `| ${line} |`,
  (line) => `<!-- ${line} -->`,
  (line) => `<!--\n-->${line}`,
  (line) => `<details>\n${line}\n</details>`,
  (line) => `<b>${line}</b>`,
  (line) => `[x](y) ${line}`,
  (line) => `\\${line}`,
  (line) => `@ai-ops ${line}`,
  (line) => `please ${line}`,
  (line, other) => `${other}\n${line}`,
  (line, other) => `${other}\r\n${line}`,
  (line) => `\n${line}`,
  (line) => `\r\n${line}`,
  (line) => `\r${line}`,
  (line) => `\u2028${line}`,
  (line) => line.replace('/', '／'),
  (line) => line.replace('/', '⁄'),
  (line) => line.replace('/', '∕'),
  (line) => line.replace('/', '\\'),
  (line) => line.replace('ai', 'аі'),
  (line) => line.replace('-', '‐'),
  (line) => line.replace('ai-ops', 'AI-OPS'),
  (line) => line.replace('ai-ops', 'ai-ops2'),
  (line) => line.replace(' ', '\u00a0'),
  (line) => line.replace(' ', '\u3000'),
  (line) => line.replace(' ', '\t'),
  (line) => line.replace(' ', '\u200b'),
  (line) => `\ufeff${line}`,
  (line) => `\u202e${line}\u202c`,
  (line) => `${line}\u2069`,
  (line) => `${line}\u200d`,
  (line) => `${line}\0`,
  (line) => `${line}\u00ad`,
  (line) => `${line} \ud83d`,
  (line) => `${line.slice(0, 9)}\u2066${line.slice(9)}\u2069`,
  (line) => `${line} ${'x'.repeat(300)}`,
  (line, other) => `${line}\n${other.repeat(400)}`,
  (line, other) => `${line}\r\n\r\n${other}`,
  (line) => `${line}\r`,
  (line, other) => `${line}${other}`,
  (line) => line.toUpperCase(),
  (line) => line.normalize('NFD'),
  (line) => line,
];

const body = fc
  .tuple(command, fc.constantFrom(...TRICKS), text)
  .map(([line, trick, other]) => trick(line, other));

type Fate = 'kept' | 'edited at once' | 'edited by another' | 'deleted';
const written = fc.record({
  body: fc.oneof(
    { weight: 5, arbitrary: body },
    { weight: 2, arbitrary: command },
    { weight: 1, arbitrary: text },
  ),
  who: fc.constantFrom('maintainer', 'author', 'outsider', 'bot', 'app for a person'),
  fate: fc.constantFrom<Fate>(
    'kept',
    'kept',
    'kept',
    'kept',
    'edited at once',
    'edited by another',
    'deleted',
  ),
});

const COMMENTS = 400;
const AT_ONCE = 40;

/** Generated comments through the whole of the bot: nothing happens that should not. */
export function commentsSuite(): void {
  let door: Door;
  let pull: Pull;
  beforeAll(async () => {
    door = await openDoor();
    door.hear('pull_request', 'issue_comment');
    pull = door.pipeline.open('comments');
    await door.settle();
  });
  afterAll(() => door.close());

  function write({ body: said, who, fate }: Written): Comment {
    const { github, customer } = door;
    const { app, maintainer, author, outsider } = customer;
    const made =
      who === 'bot'
        ? github.comment(pull, { by: app.bot, body: said, app })
        : who === 'app for a person'
          ? github.comment(pull, { by: maintainer, body: said, app })
          : github.comment(pull, { by: { maintainer, author, outsider }[who], body: said });
    if (fate === 'edited at once') github.editComment(made, { body: `${said} `, by: made.author });
    if (fate === 'edited by another') github.editComment(made, { body: '/ai-ops stop', by: maintainer });
    if (fate === 'deleted') github.deleteComment(made, made.author);
    return made;
  }
  type Written = ReturnType<typeof sample>[number];

  function sample(seed: number) {
    return fc.sample(written, { numRuns: COMMENTS, seed });
  }

  test(`of ${COMMENTS} comments only those act that a person wrote as a command and left as they were`, async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const all = sample(seed);
    const made: { readonly given: Written; readonly comment: Comment }[] = [];
    for (let i = 0; i < all.length; i += AT_ONCE) {
      // Of one second: what was edited then, GitHub's times do not tell.
      await door.pass(2_000);
      for (const given of all.slice(i, i + AT_ONCE)) made.push({ given, comment: write(given) });
      await door.settle();
    }
    const wrong = made.flatMap(({ given, comment }) => {
      const reactions = comment.reactions.map(({ content }) => content).join(' ');
      return isRight(given, reactions) ? [] : [{ seed, ...given, reactions }];
    });
    expect(wrong).toEqual([]);
    expect(made.filter(({ comment }) => comment.reactions.length > 0).length).toBeGreaterThan(20);
  });

  test('nothing was done but what was granted', async () => {
    const entries = await door.store.ledger.entries(door.customer.repository.id, 1, 100_000);
    const granted = entries.filter(({ action }) => /^command\.(answered|granted)/.test(action));
    const { maintainer, author } = door.customer;
    for (const { actor } of granted) expect([maintainer.login, author.login]).toContain(actor);
    const asked = granted.filter(({ data }) => ['verify', 'smoke'].includes(String(Object(data).name)));
    expect(door.github.world.dispatches.length).toBeLessThanOrEqual(asked.length);
    expect(door.github.world.dispatches.filter(({ run }) => /handoff/.test(run.workflow.path))).toEqual([]);
    expect(pull.labels).toEqual([]);
    expect(await door.store.deadLetters.list()).toEqual([]);
    expect(await door.store.ledger.verify()).toMatchObject([{ ok: true }]);
    expect(door.github.world.unexpected).toEqual([]);
  });

  function isRight({ body: said, who, fate }: Written, reactions: string): boolean {
    const byPerson = who !== 'bot' && who !== 'app for a person';
    const should = byPerson ? expected(said) : 'nothing';
    if (should === 'nothing') return reactions === '';
    if (fate === 'deleted') return reactions === '';
    // Edited in the second in which it was written: what it says then counts, and must be the same.
    if (fate !== 'kept') return fate === 'edited at once' || reactions !== 'eyes rocket';
    if (should === 'is answered') return reactions === 'eyes -1';
    return who === 'outsider' ? reactions === 'eyes -1' : /^eyes (rocket|-1)$/.test(reactions);
  }
}

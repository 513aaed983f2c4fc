import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  COMMANDS,
  type CommandName,
  handoffCommand,
  type ParsedCommand,
  parseCommand,
  stopTold,
} from '../../src/policies/commands.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const none: ParsedCommand = { kind: 'none' };
const command = (name: CommandName, argument: string | null = null): ParsedCommand => ({
  kind: 'command',
  name,
  argument,
});
const unclear = (text: string, nearest: CommandName | null): ParsedCommand => ({
  kind: 'not_understood',
  text,
  nearest,
});

describe('a comment whose first line is a command', () => {
  test.each<[string, string, ParsedCommand]>([
    ['handoff', '/ai-ops handoff', command('handoff')],
    ['handoff of a head', `/ai-ops handoff ${SHA}`, command('handoff', SHA)],
    ['status', '/ai-ops status', command('status')],
    ['explain', '/ai-ops explain', command('explain')],
    ['explain a gate', '/ai-ops explain G4', command('explain', 'G4')],
    ['help', '/ai-ops help', command('help')],
    ['stop', '/ai-ops stop', command('stop')],
    ['stop with a reason', '/ai-ops stop release  freeze: 凍結', command('stop', 'release freeze: 凍結')],
    ['resume', '/ai-ops resume', command('resume')],
    ['hold with a reason', '/ai-ops hold until Monday', command('hold', 'until Monday')],
    ['hold, and cancel', '/ai-ops hold --cancel', command('hold', '--cancel')],
    ['unhold', '/ai-ops unhold', command('unhold')],
    ['verify', '/ai-ops verify', command('verify')],
    ['smoke', '/ai-ops smoke', command('smoke')],
    ['done', '/ai-ops done', command('done')],
    ['done with a note', '/ai-ops done told the shops', command('done', 'told the shops')],
    ['rollback', '/ai-ops rollback', command('rollback')],
    ['more after the line', '/ai-ops status\n\nThank you!', command('status')],
    ['line ends of a browser', '/ai-ops status\r\nThank you!', command('status')],
    ['spaces between and after', '/ai-ops   explain  G1  ', command('explain', 'G1')],
    ['another command further down', '/ai-ops status\n/ai-ops handoff', command('status')],
  ])('%s', (_, body, expected) => {
    expect(parseCommand(body)).toEqual(expected);
  });
});

describe('a comment that is not meant as a command', () => {
  test.each<[string, string]>([
    ['empty', ''],
    ['ordinary', 'Looks good to me'],
    ['in a sentence', 'please /ai-ops handoff'],
    ['on the second line', '\n/ai-ops handoff'],
    ['after a greeting', 'Hi\n/ai-ops handoff'],
    ['indented', ' /ai-ops handoff'],
    ['indented as code', '    /ai-ops handoff'],
    ['after a tab', '\t/ai-ops handoff'],
    ['quoted', '> /ai-ops handoff'],
    ['inline code', '`/ai-ops handoff`'],
    ['fenced', '```\n/ai-ops handoff\n```'],
    ['a list item', '- /ai-ops handoff'],
    ['in an HTML comment', '<!-- -->/ai-ops handoff'],
    ['another word', '/ai-opsy handoff'],
    ['capitals', '/AI-OPS handoff'],
    ['another slash', '／ai-ops handoff'],
    ['tab between', '/ai-ops\thandoff'],
    ['byte order mark', '\ufeff/ai-ops handoff'],
    ['zero-width space', '/ai-ops hand\u200boff'],
    ['right-to-left override', '/ai-ops \u202ehandoff'],
    ['soft hyphen', '/ai-ops hand\u00adoff'],
    ['variation selector', '/ai-ops handoff\ufe0f'],
    ['hangul filler', '/ai-ops \u3164handoff'],
    ['line separator', '/ai-ops status\u2028more'],
    ['carriage return alone', '/ai-ops status\rmore'],
    ['nul', '/ai-ops status\0'],
    ['lone surrogate', '/ai-ops status \ud800'],
    ['too long', `/ai-ops handoff ${'x'.repeat(200)}`],
  ])('%s', (_, body) => {
    expect(parseCommand(body)).toEqual(none);
  });
});

describe('a comment that is meant as a command and is none', () => {
  test.each<[string, string, ParsedCommand]>([
    ['nothing after the prefix', '/ai-ops', unclear('', null)],
    ['only spaces after it', '/ai-ops  \nmore', unclear('', null)],
    ['a slip of the pen', '/ai-ops handof', unclear('handof', 'handoff')],
    ['two slips', '/ai-ops stauts', unclear('stauts', 'status')],
    ['a letter too many', '/ai-ops hhelp', unclear('hhelp', 'help')],
    ['capitals', '/ai-ops HANDOFF', unclear('HANDOFF', 'handoff')],
    ['no known word', '/ai-ops deploy', unclear('deploy', null)],
    ['another language', '/ai-ops ハンドオフ', unclear('ハンドオフ', null)],
    ['a wide space', '/ai-ops　handoff', unclear('handoff', 'handoff')],
    ['a no-break space', '/ai-ops\u00a0handoff', unclear('handoff', 'handoff')],
    ['a short sha', '/ai-ops handoff 0123456', unclear('handoff 0123456', 'handoff')],
    [
      'a sha in capitals',
      `/ai-ops handoff ${SHA.toUpperCase()}`,
      unclear(`handoff ${SHA.toUpperCase()}`, 'handoff'),
    ],
    ['a longer sha', `/ai-ops handoff ${SHA}0`, unclear(`handoff ${SHA}0`, 'handoff')],
    ['two arguments', `/ai-ops handoff ${SHA} ${SHA}`, unclear(`handoff ${SHA} ${SHA}`, 'handoff')],
    ['an argument where none may be', '/ai-ops status now', unclear('status now', 'status')],
    ['a gate that is none', '/ai-ops explain G6', unclear('explain G6', 'explain')],
    ['a slip in a new one', '/ai-ops verfiy', unclear('verfiy', 'verify')],
    ['a word too few letters', '/ai-ops rolback', unclear('rolback', 'rollback')],
    ['a head that verify does not take', `/ai-ops verify ${SHA}`, unclear(`verify ${SHA}`, 'verify')],
    ['a handoff that rollback does not take', '/ai-ops rollback 2', unclear('rollback 2', 'rollback')],
    ['a reason where none may be', '/ai-ops resume now', unclear('resume now', 'resume')],
    ['a word with letters that combine', '/ai-ops he\u0301lp', unclear('hélp', 'help')],
    ['punctuation', '/ai-ops help!', unclear('help!', 'help')],
  ])('%s', (_, body, expected) => {
    expect(parseCommand(body)).toEqual(expected);
  });
});

describe('generated comments', () => {
  /** The whole of what acts, written down once more and in another way. */
  const ACTS =
    /^\/ai-ops +(?:handoff(?: +[0-9a-f]{40})?|status|explain(?: +G[12345])?|help|unhold|resume|verify|smoke|rollback|(?:hold|stop|done)(?: [^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*)?) *(?:\r?\n[\s\S]*)?$/u;

  const valid = fc.constantFrom(
    ...COMMANDS.map(({ example }) => example),
    '/ai-ops handoff',
    '/ai-ops explain',
  );
  const bits = fc.oneof(
    fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\r',
      '\r\n',
      '>',
      '`',
      '```\n',
      '    ',
      '- ',
      '/ai-ops',
      'handoff',
      'G',
      SHA,
    ),
    fc.constantFrom(
      '\u200b',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\u00ad',
      '\u2028',
      '\u3000',
      '\u3164',
      '\ud83d',
      '\0',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 3 }),
  );
  const splice = (body: string, at: number, drop: number, bit: string): string =>
    body.slice(0, at) + bit + body.slice(at + drop);
  const mutated = fc
    .tuple(valid, fc.array(fc.tuple(fc.nat(70), fc.nat(3), bits), { maxLength: 3 }))
    .map(([body, cuts]) =>
      cuts.reduce<string>((now, [at, drop, bit]) => splice(now, at % (now.length + 1), drop, bit), body),
    );
  const surrounded = fc.tuple(bits, valid, bits).map((parts) => parts.join(''));

  test('act where the first line is exactly a command, and nowhere else', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, surrounded, fc.string({ unit: 'binary' })), (body) => {
        expect(parseCommand(body).kind === 'command').toBe(ACTS.test(body));
      }),
      { numRuns: 5000 },
    );
  });

  test('with anything invisible in the first line are not even answered', () => {
    const invisible = fc.constantFrom(
      '\u200b',
      '\u200d',
      '\u202e',
      '\u2069',
      '\ufeff',
      '\u00ad',
      '\u0007',
      '\u2028',
    );
    fc.assert(
      fc.property(valid, fc.nat(60), invisible, (body, at, mark) => {
        expect(parseCommand(splice(body, at % (body.length + 1), 0, mark))).toEqual(none);
      }),
      { numRuns: 500 },
    );
  });

  test('say the same whatever follows the first line', () => {
    fc.assert(
      fc.property(mutated, fc.string(), (body, rest) => {
        const [line = ''] = body.split('\n', 1);
        expect(parseCommand(`${line}\n${rest}`)).toEqual(parseCommand(`${line}\n`));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the table of commands', () => {
  test('has an example that the parser takes for the command it stands by', () => {
    for (const { name, example } of COMMANDS) {
      expect(parseCommand(example)).toMatchObject({ kind: 'command', name });
    }
  });

  test('lets a closed PR still be asked about, followed up and taken back, and nothing else', () => {
    expect(COMMANDS.filter(({ onClosed }) => onClosed).map(({ name }) => name)).toEqual([
      'status',
      'explain',
      'done',
      'rollback',
      'help',
    ]);
  });

  test('lets nobody open the way or move anything on but the team', () => {
    expect(COMMANDS.filter(({ who }) => who === 'team').map(({ name }) => name)).toEqual([
      'handoff',
      'unhold',
      'resume',
      'rollback',
    ]);
  });

  test('names the head in the command to repeat', () => {
    expect(parseCommand(handoffCommand(SHA))).toEqual(command('handoff', SHA));
  });
});

test.each<[string | null, boolean, string | null]>([
  [null, false, null],
  ['release freeze', false, 'release freeze'],
  ['--cancel', true, null],
  ['--cancel release freeze', true, 'release freeze'],
  ['—cancel release freeze', true, 'release freeze'],
  ['–cancel', true, null],
  ['-cancel', false, '-cancel'],
  ['--cancelled by mistake', false, '--cancelled by mistake'],
  ['please --cancel', false, 'please --cancel'],
  ['--CANCEL', false, '--CANCEL'],
])('a stop told %j', (argument, cancels, reason) => {
  expect(stopTold(argument)).toEqual({ cancels, reason });
});

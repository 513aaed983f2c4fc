import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COMMANDS, type CommandName } from '../../src/policies/commands.ts';
import { parseSlackCommand, type SlackCommand } from '../../src/policies/slack-command.ts';

const WEB = 'https://github.com';
const SHA = '0123456789abcdef0123456789abcdef01234567';
const ERP = { owner: 'acme', repo: 'erp', number: null };
const PULL = { ...ERP, number: 12 };

const parse = (text: string): SlackCommand => parseSlackCommand(text, WEB);
const onPull = (name: CommandName, argument: string | null = null): SlackCommand => ({
  kind: 'on_pull',
  name,
  place: PULL,
  argument,
});
const stop = (
  what: 'stop' | 'resume',
  place: typeof ERP | 'everywhere',
  argument: string | null = null,
): SlackCommand => ({ kind: 'stop', what, place, argument });
const unclear = (text: string, nearest: CommandName | null): SlackCommand => ({
  kind: 'not_understood',
  text,
  nearest,
});

describe('a command with its place', () => {
  test.each<[string, string, SlackCommand]>([
    ['nothing', '', { kind: 'help' }],
    ['only spaces', '   ', { kind: 'help' }],
    ['help', 'help', { kind: 'help' }],
    ['help about something', 'help acme/erp#12', { kind: 'help' }],
    ['status', 'status acme/erp#12', onPull('status')],
    ['handoff', 'handoff acme/erp#12', onPull('handoff')],
    ['handoff of a head', `handoff acme/erp#12 ${SHA}`, onPull('handoff', SHA)],
    ['explain', 'explain acme/erp#12', onPull('explain')],
    ['explain a gate', 'explain acme/erp#12 G4', onPull('explain', 'G4')],
    ['hold', 'hold acme/erp#12', onPull('hold')],
    ['hold with a reason', 'hold acme/erp#12 until  Monday: 凍結', onPull('hold', 'until Monday: 凍結')],
    ['unhold', 'unhold acme/erp#12', onPull('unhold')],
    ['stop of a PR is a hold', 'stop acme/erp#12 legal', onPull('hold', 'legal')],
    ['resume of a PR ends it', 'resume acme/erp#12', onPull('unhold')],
    ['stop of a repository', 'stop acme/erp', stop('stop', ERP)],
    ['stop with a reason', 'stop acme/erp release freeze', stop('stop', ERP, 'release freeze')],
    [
      'stop that cancels',
      'stop acme/erp --cancel release freeze',
      stop('stop', ERP, '--cancel release freeze'),
    ],
    ['resume of a repository', 'resume acme/erp', stop('resume', ERP)],
    ['stop everywhere', 'stop everywhere wrong numbers', stop('stop', 'everywhere', 'wrong numbers')],
    ['resume everywhere', 'resume everywhere', stop('resume', 'everywhere')],
  ])('%s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

describe('what Slack and keyboards make of it', () => {
  test.each<[string, string, SlackCommand]>([
    ['spaces around', '  status   acme/erp#12  ', onPull('status')],
    ['a no-break space', 'status\u00a0acme/erp#12', onPull('status')],
    ['a wide space', 'status　acme/erp#12　', onPull('status')],
    ['a line break', 'stop acme/erp release\nfreeze', stop('stop', ERP, 'release freeze')],
    ['a web address', 'status https://github.com/acme/erp/pull/12', onPull('status')],
    ['one of a tab of the PR', 'status https://github.com/acme/erp/pull/12/files', onPull('status')],
    ['one with a fragment', 'status https://github.com/acme/erp/pull/12#issuecomment-9', onPull('status')],
    ['one with a query', 'status https://github.com/acme/erp/pull/12?w=1', onPull('status')],
    ['one of a repository', 'stop https://github.com/acme/erp/', stop('stop', ERP)],
    ['one that is linked', 'status <https://github.com/acme/erp/pull/12>', onPull('status')],
    [
      'one that is linked with a label',
      'hold <https://github.com/acme/erp/pull/12|acme/erp#12> legal',
      onPull('hold', 'legal'),
    ],
    [
      'a name that is linked',
      'status <http://acme/erp#12|acme/erp#12>',
      unclear('status http://acme/erp#12', 'status'),
    ],
    ['somebody called', 'hold acme/erp#12 ask <@U012ABC|mika>', onPull('hold', 'ask mika')],
    ['somebody called without a name', 'hold acme/erp#12 ask <@U012ABC>', onPull('hold', 'ask @U012ABC')],
    ['what Slack escapes', 'hold acme/erp#12 a &lt; b &amp;&amp; c &gt; d', onPull('hold', 'a < b && c > d')],
    ['what was escaped twice', 'hold acme/erp#12 &amp;lt;b', onPull('hold', '&lt;b')],
    ['straight quotes', 'stop acme/erp "release freeze"', stop('stop', ERP, 'release freeze')],
    ['bent quotes', 'stop acme/erp “release freeze”', stop('stop', ERP, 'release freeze')],
    ['single bent quotes', 'stop acme/erp ‘release freeze’', stop('stop', ERP, 'release freeze')],
    ['Japanese quotes', 'stop acme/erp 「リリース凍結」', stop('stop', ERP, 'リリース凍結')],
    ['a place in backticks', 'status `acme/erp#12`', onPull('status')],
    ['a quote inside', 'stop acme/erp the "big" one', stop('stop', ERP, 'the "big" one')],
    ['letters that combine', 'hold acme/erp#12 cafe\u0301', onPull('hold', 'café')],
  ])('%s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

describe('what is not understood, and the nearest command', () => {
  test.each<[string, string, SlackCommand]>([
    ['a slip of the pen', 'stauts acme/erp#12', unclear('stauts acme/erp#12', 'status')],
    ['no known word', 'deploy acme/erp#12', unclear('deploy acme/erp#12', null)],
    ['capitals', 'STOP everywhere', unclear('STOP everywhere', 'stop')],
    ['no place', 'stop', unclear('stop', 'stop')],
    ['a reason in its place', 'stop release freeze', unclear('stop release freeze', 'stop')],
    ['everywhere, misspelt', 'stop everwhere', unclear('stop everwhere', 'stop')],
    ['a number alone', 'status #12', unclear('status #12', 'status')],
    ['a repository where a PR is needed', 'status acme/erp', unclear('status acme/erp', 'status')],
    ['everything where a PR is needed', 'hold everywhere', unclear('hold everywhere', 'hold')],
    ['an argument where none may be', 'resume acme/erp now', unclear('resume acme/erp now', 'resume')],
    ['an argument that is none', 'explain acme/erp#12 G9', unclear('explain acme/erp#12 G9', 'explain')],
    ['a short sha', 'handoff acme/erp#12 0123456', unclear('handoff acme/erp#12 0123456', 'handoff')],
    [
      'another host',
      'status https://github.com.evil.test/acme/erp/pull/12',
      unclear('status https://github.com.evil.test/acme/erp/pull/12', 'status'),
    ],
    [
      'another page',
      'status https://github.com/acme/erp/issues/12',
      unclear('status https://github.com/acme/erp/issues/12', 'status'),
    ],
    ['a path that climbs', 'status acme/erp/../x#12', unclear('status acme/erp/../x#12', 'status')],
    [
      'an issue number too long',
      'status acme/erp#1234567890',
      unclear('status acme/erp#1234567890', 'status'),
    ],
    ['hidden characters', 'hold acme/erp#12 a\u202eb', unclear('hold acme/erp#12 a\u202eb', null)],
    ['too long', `hold acme/erp#12 ${'x'.repeat(200)}`, unclear(`hold acme/erp#12 ${'x'.repeat(200)}`, null)],
  ])('%s', (_, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });
});

test('every command of the table is understood with a place, help without one', () => {
  for (const { name, example } of COMMANDS) {
    const [, , ...argument] = example.split(' ');
    const { kind } = parse([name, 'acme/erp#12', ...argument].join(' '));
    expect([name, kind]).toEqual([name, name === 'help' ? 'help' : 'on_pull']);
  }
});

test('whatever is written, it is read, and acts only on what it names', () => {
  const bits = fc.oneof(
    fc.constantFrom(
      'stop',
      'resume',
      'handoff',
      'everywhere',
      'acme/erp',
      'acme/erp#12',
      ' ',
      '<',
      '>',
      '|',
      '“',
      '&lt;',
    ),
    fc.string({ unit: 'grapheme', maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(bits, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      const command = parse(text);
      if (command.kind === 'stop' && command.place === 'everywhere') expect(text).toContain('everywhere');
      if (command.kind === 'on_pull') expect(text).toContain('#');
    }),
  );
});

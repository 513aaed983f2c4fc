import { describe, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

describe('help names', () => {
  const rows: [string, readonly string[], readonly string[]][] = [
    [
      'every command',
      ['--help'],
      [
        'serve',
        'migrate',
        'init',
        'check-config',
        'explain',
        'doctor',
        'deadlines',
        'episodes',
        'runs',
        'replay',
        'stop',
        'resume',
        'ledger',
        'dead-letters',
        'help',
      ],
    ],
    ['every command of a group', ['dead-letters', '--help'], ['list', 'retry', 'help']],
  ];
  test.each(rows)('%s', async (_, args, commands) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const listed = stdout.slice(stdout.indexOf('Commands:'));
    // At two spaces a command begins; what is further in goes on with its description.
    expect([...listed.matchAll(/^ {2}([\w-]+).* {2}\S/gm)].map(([, name]) => name)).toEqual(commands);
  });
});

describe('what cannot be understood is named on the first line, and the exit code is 1', () => {
  const rows: [string, readonly string[], string, readonly string[]][] = [
    [
      'a slip in a command',
      ['legder', 'verify'],
      "error: unknown command 'legder'",
      ['(Did you mean ledger?)', '(see `ai-ops --help`)'],
    ],
    [
      'a slip in an option',
      ['explain', 'a/b#1', '--jsn'],
      "error: unknown option '--jsn'",
      ['(Did you mean --json?)', '(see `ai-ops explain --help`)'],
    ],
    [
      'nothing where something is needed',
      ['stop'],
      "error: missing required argument 'place'",
      ['(see `ai-ops stop --help`)'],
    ],
    [
      'a day that no month has',
      ['deadlines', '--since', '2026-02-30'],
      "error: option '--since <date>' argument '2026-02-30' is invalid. must be a day or a time with its zone, such as 2026-11-01.",
      ['(see `ai-ops deadlines --help`)'],
    ],
    [
      'no repository, of deadlines',
      ['deadlines', 'acme'],
      'AIOPS_USAGE: acme is no place; write owner/repo or owner/repo#12',
      [],
    ],
    [
      'a PR, of episodes',
      ['episodes', 'acme/shop#1'],
      'AIOPS_USAGE: acme/shop#1 is not a repository; write owner/repo',
      [],
    ],
    [
      'no repository, of runs',
      ['runs', 'acme'],
      'AIOPS_USAGE: acme is not a repository; write owner/repo',
      [],
    ],
    [
      'a place that is none, though there is no store either',
      ['stop', 'acme'],
      'AIOPS_USAGE: acme is no place; write everywhere, owner/repo or owner/repo#12',
      [],
    ],
    [
      'a PR that is none',
      ['explain', 'acme/shop'],
      'AIOPS_USAGE: acme/shop is not a pull request; write owner/repo#12',
      [],
    ],
    [
      'a repository that is none',
      ['init', 'acme/shop#1'],
      'AIOPS_USAGE: acme/shop#1 is not a repository; write owner/repo',
      [],
    ],
  ];
  test.each(rows)('%s', async (_, args, first, hint) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([first, ...hint, '']);
  });
});

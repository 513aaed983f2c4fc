import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { commandLine } from '../../src/cli/program.ts';
import { parseRepositoryConfig } from '../../src/config/repository.ts';
import { COMMANDS } from '../../src/policies/commands.ts';
import { GATES, known } from '../../src/policies/verdict.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const README = read('README.md');
const DOCS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/architecture.md',
  'docs/handoff.md',
  'docs/configuration.md',
  'docs/doctor.md',
  'docs/reason-codes.md',
  'docs/secrets.md',
  'docs/slack.md',
  'docs/messages.md',
  'demo/README.md',
  'docs/ai/ops-runbook.md',
];

const WHO = { team: 'the AI Ops team', writer: 'who may write', release_owner: 'the release owners' };

describe('the README', () => {
  test('names every command of a PR, with who may give it', () => {
    const rows = [...README.matchAll(/^\| `\/ai-ops (\S+?)(?: (\[[^`]+\]))?` \| (.+?) \|/gm)].map(
      ([, name, argument, who]) => ({ name, argument, who }),
    );
    expect(rows).toEqual(
      COMMANDS.map(({ name, argument, who }) => ({
        name,
        argument: argument?.placeholder,
        who: WHO[who],
      })),
    );
  });

  test("names every operator's command", () => {
    const leaves = (command: Command, path: readonly string[]): readonly string[] =>
      command.commands.length === 0
        ? [path.join(' ')]
        : command.commands.flatMap((sub) => leaves(sub, [...path, sub.name()]));
    const missing = leaves(commandLine(), []).filter((name) => !README.includes(`\`${name}`));
    expect(missing).toEqual([]);
  });

  test('names every gate', () => {
    for (const gate of GATES) expect(README).toContain(`**${gate}**`);
  });

  test('shows a configuration that is valid', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(README)?.[1] ?? '';
    expect(parseRepositoryConfig({ text: known(example) })).toMatchObject({
      kind: 'ok',
      config: { mode: 'observe' },
    });
  });

  test('says what CI runs', () => {
    const ci = read('.ci/run');
    for (const command of ['npm ci', 'npm test', 'npm run demo -- --once']) {
      expect(README).toContain(command);
      expect(ci).toContain(command);
    }
  });
});

describe.each(DOCS)('%s', (doc) => {
  const text = read(doc);

  test('every npm script in it is there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm (?:run (?:--silent )?([\w-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? '',
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('every link leads somewhere', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(doc), link)))).toEqual([]);
  });

  test('every file of ours that it names is there', () => {
    const files = [...text.matchAll(/`((?:src|test|docs|demo|bin)\/[\w./-]+\.\w+)`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(files.filter((file) => !existsSync(join(ROOT, file)) && !file.includes('ops-'))).toEqual([]);
  });
});

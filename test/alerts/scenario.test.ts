import { describe, expect, test } from '@jest/globals';
import { isAbout, matchItems, pathTouches, smokeItem, templateOf } from '../../src/alerts/scenario.ts';

const ITEMS = [
  'codex-nest-api',
  'cli-nest-module',
  'cli-domain-hr',
  'eslint-hr',
  'cli-domain-bi',
  'cli-runbook',
  'billing',
].map(smokeItem);

describe('the template that a name is about', () => {
  test.each([
    ['codex-nest-api', 'nest-api'],
    ['cli-nest-module', 'nest-module'],
    ['cli-domain-hr', 'hr'],
    ['eslint-hr', 'hr'],
    ['Verify scenario: HR', 'hr'],
    ['ＨＲ', 'hr'],
    ['Run LangGraph Verify', null],
    ['', null],
    ['— / —', null],
  ])('%s: %s', (name, template) => {
    expect(templateOf(name)).toBe(template);
  });
});

describe('which items a failed part is about', () => {
  test.each<readonly [string, readonly string[], string | null, string | null, readonly string[]]>([
    ['the very name', ['cli-domain-hr'], null, 'name', ['cli-domain-hr']],
    ['the name written otherwise', ['CLI domain: hr'], null, 'name', ['cli-domain-hr']],
    ['a name that holds it', ['Verify (codex-nest-api)'], null, 'name', ['codex-nest-api']],
    ['the step before the job', ['eslint-hr', 'cli-domain-bi'], null, 'name', ['eslint-hr']],
    ['the job where the step tells nothing', ['Run', 'cli-domain-bi'], null, 'name', ['cli-domain-bi']],
    ['the very name before the same template', ['langgraph-bi', 'eslint-hr'], null, 'name', ['eslint-hr']],
    ['the same template', ['langgraph-hr'], null, 'template', ['cli-domain-hr', 'eslint-hr']],
    ['only its message', ['Run'], 'AssertionError in cli-domain-bi', 'mention', ['cli-domain-bi']],
    ['a name of several items', ['cli-domain-hr, cli-domain-bi'], null, null, []],
    ['a message that names several', ['Run'], 'eslint-hr ok, cli-domain-bi failed', null, []],
    ['one word that is an item of its own', ['billing'], null, 'name', ['billing']],
    ['one word among others', ['build the billing'], null, null, []],
    ['a part of a word', ['xcli-domain-hrs'], null, null, []],
    ['a template and more', ['Test HR module'], null, null, []],
    ['names that say nothing', ['verify', 'Run LangGraph'], 'exit code 1', null, []],
    ['no words at all', ['', '🚀'], '', null, []],
  ])('%s', (_, names, says, by, found) => {
    const match = matchItems(names, says, ITEMS);
    expect(match?.by ?? null).toBe(by);
    expect((match?.items ?? []).map(({ name }) => name)).toEqual(found);
  });
});

test('what passed must be about the item as a whole: a step that prepares it proves nothing', () => {
  const hr = smokeItem('cli-domain-hr');
  for (const name of ['cli-domain-hr', 'verify (hr)', 'Scenario HR']) expect(isAbout(name, hr)).toBe(true);
  for (const name of ['Set up cli-domain-hr', 'hr and bi', 'Run', '']) expect(isAbout(name, hr)).toBe(false);
});

test.each([
  ['templates/hr/a.md', true],
  ['templates/domain-hr.ts', true],
  ['templates/cli/domain/hr/x', true],
  ['templates/cli-domain-hr.tpl.json', true],
  ['templates/chr/a.md', false],
  ['templates/bi/hr-report.md', false],
])('%s is of the template: %s', (path, expected) => {
  expect(pathTouches(path, 'hr', [smokeItem('cli-domain-hr')])).toBe(expected);
});

import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import {
  configDefaults,
  extendsOf,
  gateSettings,
  parseRepositoryConfig,
  type RepositoryConfig,
} from '../../src/config/repository.ts';
import { known, unknown } from '../../src/policies/verdict.ts';

const read = (text: string, extendedText?: string | null) =>
  parseRepositoryConfig({
    text: known(text),
    ...(extendedText === undefined ? {} : { extendedText: known(extendedText) }),
  });

function configOf(text: string, extendedText?: string | null): RepositoryConfig {
  const outcome = read(text, extendedText);
  if (!('config' in outcome)) throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

function problemsOf(text: string, extendedText?: string | null): readonly string[] {
  const outcome = read(text, extendedText);
  if (outcome.kind !== 'invalid') throw new Error(`is ${outcome.kind}`);
  return outcome.problems;
}

describe('outcomes', () => {
  test('absent: the bot observes', () => {
    const outcome = parseRepositoryConfig({ text: known(null) });
    expect(outcome).toMatchObject({ kind: 'absent', config: { mode: 'observe' } });
    expect(outcome).toMatchObject({ config: configDefaults() });
  });

  test('unreadable: says why, in one line', () => {
    const outcome = parseRepositoryConfig({ text: unknown('GitHub answered 502\nand more') });
    expect(outcome).toEqual({
      kind: 'unreadable',
      problems: ['.github/ai-ops.yml: GitHub answered 502 and more'],
    });
  });

  test.each(['', '# only a comment\n', '{}', '---\n', '~', '\uFEFFmode: observe\r\n'])(
    '%j is all defaults',
    (text) => {
      expect(read(text)).toMatchObject({ kind: 'ok', config: configDefaults() });
    },
  );

  test('what it comes to parses to the same again, under the same digest', () => {
    const outcome = read('mode: enforce\nextends: .github\nteam: o/t', 'handoff: { inputs: { pr: "{pr}" } }');
    if (outcome.kind !== 'ok') throw new Error(outcome.kind);
    expect(read(outcome.text)).toEqual(outcome);
    expect(outcome.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(read('mode: observe')).not.toMatchObject({ digest: outcome.digest });
  });

  test('nobody can change it afterwards', () => {
    const config = configOf('tests: { lint: [{ workflow: ci.yml, job: lint }] }');
    for (const part of [
      config,
      config.smoke,
      config.smoke.paths,
      config.tests.lint[0],
      configDefaults().handoff,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('what a file says', () => {
  test('defaults', () => {
    expect(configDefaults()).toEqual({
      mode: 'observe',
      locale: 'en',
      base_branches: [],
      smoke: {
        workflow: '.github/workflows/codex-template-smoke.yml',
        artifact: 'codex-template-smoke-report',
        report: 'latest.json',
        paths: ['templates/**'],
        when_missing: 'require',
        skipped_items: 'warn',
        ref: 'head',
      },
      tests: { lint: [], unit: [] },
      verify: {
        workflow: '.github/workflows/ai-ops-langgraph-verify.yml',
        artifact: 'ai-ops-langgraph-verify',
        report: 'ai-ops-verify.md',
        when_missing: 'require',
        ref: 'head',
      },
      label: { name: 'LG-Verified ✅' },
      protected_paths: ['.github/**'],
      release_owners: [],
      history: { files: [], secrets: [] },
      slack: { link_on_pr: true, people: [] },
      monitoring: {
        smoke_failure_rate: { window: 7, percent: 5, page_at: 2 },
        verify_latency: { seconds: 600, rerun: 'while_running' },
        handoff_lead_time: { note_minutes: 30, alert_minutes: 45 },
        reruns: { per_head: 2, per_hour: 6 },
        playbook_sections: {},
        insights: {
          workflow: '.github/workflows/ai-ops-insights.yml',
          artifact: 'ai-ops-insights',
          report: 'ai-ops-insights.md',
        },
      },
      escalation: { stop_on_incident: 'never' },
      reports: { daily: { enabled: true, at: '09:00', due: '09:30' } },
      approval_label: '@ai-ops',
      handoff: {
        workflow: '.github/workflows/ai-ops-auto-handoff.yml',
        start: 'automatic',
        inputs: {},
        starts_verify: true,
        phases: [],
        playbook: 'docs/ai/ops-playbooks.md',
      },
    });
  });

  test('every way to name a workflow comes to its path', () => {
    const { handoff, tests } = configOf(
      'handoff: { workflow: x.yml }\ntests: { unit: [{ workflow: .github/workflows/y.yaml, job: unit }] }',
    );
    expect([handoff.workflow, tests.unit[0]?.workflow]).toEqual([
      '.github/workflows/x.yml',
      '.github/workflows/y.yaml',
    ]);
  });

  test('inputs take every placeholder', () => {
    const inputs = {
      pr: 'PR {pr}',
      sha: '{head_sha}',
      'base-ref': '{base_ref}',
      _id: '{handoff_id}',
      note: '',
    };
    expect(configOf(stringify({ handoff: { inputs } })).handoff.inputs).toEqual(inputs);
  });

  test.each(['ai-ops', 'acme/ai-ops', 'Acme-Corp/ai_ops.2'])('a team may be %s', (team) => {
    expect(configOf(`mode: enforce\nteam: ${team}`).team).toBe(team);
  });

  test('an alias is what it stands for', () => {
    const { tests } = configOf('tests:\n  lint: [&a { workflow: a.yml, job: a }, *a]\n');
    expect(tests.lint).toHaveLength(2);
  });

  test('gates govern the default branch where no base is named', () => {
    expect(gateSettings(configOf(''), 'trunk')).toMatchObject({
      base_branches: ['trunk'],
      label: { name: 'LG-Verified ✅' },
    });
    expect(gateSettings(configOf('base_branches: [a, b]'), 'trunk').base_branches).toEqual(['a', 'b']);
  });
});

describe('extending the owner’s configuration', () => {
  test.each([
    ['extends: .github', '.github'],
    ['mode: observe', null],
    ['extends: other', null],
  ])('%s', (text, from) => {
    expect(extendsOf(text)).toBe(from);
  });

  test('mappings merge key by key, lists and the rest replace', () => {
    const base = `mode: enforce
team: ai-ops
base_branches: [main, release]
smoke: { skipped_items: fail, paths: [a/**] }
handoff: { inputs: { pr: "{pr}", note: theirs }, start: command }
tests: { lint: [{ workflow: a.yml, job: lint }] }`;
    const own = `extends: .github
base_branches: [trunk]
smoke: { paths: [b/**] }
handoff: { inputs: { note: ours } }
tests: { unit: [{ workflow: a.yml, job: unit }] }`;
    expect(configOf(own, base)).toMatchObject({
      mode: 'enforce',
      team: 'ai-ops',
      base_branches: ['trunk'],
      smoke: { skipped_items: 'fail', paths: ['b/**'] },
      handoff: { inputs: { pr: '{pr}', note: 'ours' }, start: 'command' },
      tests: { lint: [{ job: 'lint' }], unit: [{ job: 'unit' }] },
    });
    expect(configOf(own, base)).not.toHaveProperty('extends');
  });

  test('what is not a mapping replaces one, and is judged', () => {
    expect(problemsOf('extends: .github\nsmoke: []', 'smoke: {}')).toEqual([
      'line 2, smoke: must be a mapping',
    ]);
  });

  test('a problem names the file it is in', () => {
    expect(problemsOf('extends: .github\nteam: A B', 'smok: {}\nlabel:\n  nam: x')).toEqual([
      'line 2, team: must be the slug of a team such as `ai-ops` or `my-org/ai-ops`',
      'line 1 of the extended file, smok: is not a known key; did you mean `smoke`?',
      'line 3 of the extended file, label.nam: is not a known key; did you mean `name`?',
    ]);
    expect(problemsOf('extends: .github', 'a: 1\na: 2')).toEqual([
      'line 2 of the extended file, a: is there twice',
    ]);
    expect(problemsOf('extends: .github', '#'.repeat(70_000))).toEqual([
      'the file must not be larger than 64 KiB',
    ]);
  });

  test('it must be there, readable, and the end of the line', () => {
    expect(problemsOf('extends: .github', null)).toEqual([
      'line 1, extends: there is no .github/.github/ai-ops.yml to extend',
    ]);
    expect(problemsOf('extends: .github', 'mode: observe\nextends: .github')).toEqual([
      'line 2 of the extended file, extends: must not stand in a file that is itself extended',
    ]);
    expect(read('extends: .github')).toMatchObject({ kind: 'unreadable' });
    expect(
      parseRepositoryConfig({
        text: known('extends: .github'),
        extendedText: unknown('GitHub answered 502'),
      }),
    ).toEqual({
      kind: 'unreadable',
      problems: ['.github/.github/ai-ops.yml: GitHub answered 502'],
    });
  });

  test('a file that extends none takes nothing from it', () => {
    expect(configOf('mode: observe', 'mode: enforce\nteam: x').mode).toBe('observe');
  });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { CONFIG_PATH, parseRepositoryConfig, type RepositoryConfig } from '../../src/config/repository.ts';
import { type ConfigKey, REPOSITORY_KEYS } from '../../src/config/repository-keys.ts';
import { type Choice, chosen, open } from '../../src/init/choice.ts';
import { planOf } from '../../src/init/plan.ts';
import { renderConfig } from '../../src/init/render.ts';
import type { Survey } from '../../src/init/survey.ts';
import { CONFIG_COMMENTS } from '../../src/notifiers/wording/config-comments.ts';
import { LOCALES } from '../../src/policies/locale.ts';
import { known } from '../../src/policies/verdict.ts';
import { surveyOf, TODAY } from './given.ts';

const flat = (keys: readonly ConfigKey[]): readonly ConfigKey[] =>
  keys.flatMap((key) => [key, ...flat(key.keys)]);
const KEYS = flat(REPOSITORY_KEYS);

function parsed(text: string): RepositoryConfig {
  const outcome = parseRepositoryConfig({ text: known(text), extendedText: known('{}') });
  if (!('config' in outcome)) throw new Error(outcome.problems.join('\n'));
  return outcome.config;
}

/** As if somebody had taken every `#` off. */
const inForce = (text: string): string => text.replaceAll(/^( *)#(?=\S)/gm, '$1');

describe('the comments', () => {
  test('are of every key of the schema, and of no other', () => {
    expect(Object.keys(CONFIG_COMMENTS)).toEqual(KEYS.map(({ path }) => path));
  });

  test.each(KEYS.filter(({ keys }) => keys.length === 0))(
    'show how $path looks, where it has no default',
    ({ path, default: value }) => {
      expect(CONFIG_COMMENTS[path]?.sample ?? value).toBeDefined();
    },
  );

  test.each(LOCALES)('say something of every key in %s', (locale) => {
    for (const { path } of KEYS) expect(CONFIG_COMMENTS[path]?.[locale]).toMatch(/\S{2}/);
  });
});

describe('a file', () => {
  test('of nothing chosen stands at every default, and at them too with every key in force', () => {
    const text = renderConfig([], 'en');
    const config = parsed(text);
    expect(config).toEqual(parsed('{}'));
    const { handoff, tests, ...rest } = parsed(inForce(text));
    expect({ ...rest, handoff: { ...handoff, phases: [] }, tests: config.tests }).toEqual({
      ...config,
      team: 'ai-ops',
      smoke: { ...config.smoke, head_input: 'head_sha' },
      verify: { ...config.verify, head_input: 'head_sha' },
      label: { ...config.label, node_id: expect.any(String) },
      handoff: { ...config.handoff, phases: [], playbook_section: expect.any(String) },
      rollback: { workflow: expect.any(String), inputs: {} },
      slack: {
        ...config.slack,
        channel: expect.any(String),
        workspace: expect.any(String),
        people: [{ github: expect.any(Number), slack: expect.any(String), pagerduty: expect.any(String) }],
        sre: expect.any(String),
      },
      monitoring: {
        ...config.monitoring,
        playbook_sections: {
          smoke_failure_rate: expect.any(String),
          verify_latency: expect.any(String),
          handoff_lead_time: expect.any(String),
          verify_failure: expect.any(String),
          severe: expect.any(String),
        },
      },
      escalation: {
        ...config.escalation,
        platform_pm: expect.any(String),
        product: expect.any(String),
        security: expect.any(String),
        people_ops: expect.any(String),
      },
    });
    expect(tests).toMatchObject({ lint: [{ step: 'Lint' }], unit: [{ step: 'Test' }] });
  });

  const texts = ['a: b', '- x', '#x', "'", '"', '{pr}', '*a', '&a', '!x', 'null', '24', 'on', '@x', '%', '`'];
  test.each(texts)('holds %s as the text that it is', (text) => {
    const entry = { workflow: 'ci.yml', job: text, step: `${text} ${text}` };
    const choices = [
      chosen('tests.unit', [entry], 'named_so'),
      chosen('label.name', text, 'label_there'),
      chosen('protected_paths', ['.github/**', `x${text}`], 'scripts_run'),
      chosen('handoff.inputs', { a: '{pr}' }, 'inputs_declared'),
    ];
    const config = parsed(renderConfig(choices, 'en'));
    expect(config.tests.unit).toEqual([{ ...entry, workflow: '.github/workflows/ci.yml' }]);
    expect(config.label.name).toBe(text);
    expect(config.protected_paths).toEqual(['.github/**', `x${text}`]);
    expect(config.handoff.inputs).toEqual({ a: '{pr}' });
  });

  test('has a list that is too long for a line below its key, in force or not', () => {
    const paths = Array.from({ length: 9 }, (_, i) => `some/folder/that/is/long/${i}/**`);
    const text = renderConfig([chosen('protected_paths', paths, 'scripts_run')], 'en');
    expect(text).toContain(`\nprotected_paths:\n  - ${paths[0]}\n  - ${paths[1]}\n`);
    expect(parsed(text).protected_paths).toEqual(paths);
  });

  test('says at a key what is open, with what it could be, and no text gets out of its comment', () => {
    const names = ['plain', 'a\nmode: enforce', 'b\r\u2028team: evil\u0085x: y', ...Array(20).fill('more')];
    const choices: readonly Choice[] = [
      open('team', 'team_unclear', names),
      open('smoke.report', 'report_untold'),
    ];
    const text = renderConfig(choices, 'en');
    expect(text).toContain(
      [
        '# Open: several teams may be the AI Ops team. Name one; `enforce` needs it.',
        '#   - plain',
        '#   - a mode: enforce',
        '#   - b team: evil x: y',
        ...Array(7).fill('#   - more'),
        '#   and 13 more',
        '#team: ai-ops',
      ].join('\n'),
    );
    expect(parsed(text)).toEqual(parsed('{}'));
  });
});

describe('whatever a repository holds', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      'Lint',
      'unit test',
      'Lint\nmode: enforce',
      '"',
      "it's: a test",
      'テスト',
      '- test',
      '# lint',
      '\u202etset',
    ),
  );
  const step = fc.record({ name, run: name, 'working-directory': name }, { requiredKeys: [] });
  const job = fc.record({ name, steps: fc.array(step, { maxLength: 4 }) }, { requiredKeys: ['steps'] });
  const upload = fc.record({ name, path: name }, { requiredKeys: [] });
  const workflow = fc
    .record({
      file: fc.constantFrom(
        'ci.yml',
        'codex-template-smoke.yml',
        'ai-ops-langgraph-verify.yml',
        'ai-ops-auto-handoff.yml',
      ),
      on: fc.record(
        {
          pull_request: fc.record({ paths: fc.array(name, { maxLength: 3 }) }, { requiredKeys: [] }),
          workflow_dispatch: fc.record({
            inputs: fc.dictionary(
              fc.oneof(name, fc.constantFrom('pr', 'head_sha', 'base-ref')),
              fc.record({ required: fc.boolean() }),
            ),
          }),
        },
        { requiredKeys: ['pull_request'] },
      ),
      jobs: fc.dictionary(fc.oneof(name, fc.constantFrom('lint', 'test')), job, { maxKeys: 3 }),
      uploads: fc.array(upload, { maxLength: 2 }),
    })
    .map(({ file, on, jobs, uploads }): [string, string] => {
      const steps = uploads.map((given) => ({ uses: 'actions/upload-artifact@v4', with: given }));
      return [
        file,
        stringify({ on, jobs: { ...jobs, uploads: { steps } } }, { aliasDuplicateObjects: false }),
      ];
    });
  const survey = fc
    .record({
      files: fc.array(workflow, { maxLength: 5 }),
      labels: fc.array(name, { maxLength: 4 }),
      teams: fc.array(fc.record({ slug: name, name: fc.oneof(name, fc.constant('AI Ops')) }), {
        maxLength: 3,
      }),
      playbooks: fc.option(name.map((text) => `# ${text}\n## Auto Handoff failed ${text}`)),
    })
    .map(
      ({ files, labels, teams, playbooks }): Survey =>
        surveyOf(Object.fromEntries(files), { labels, teams: known(teams), playbooks }),
    );

  test('the file is valid, only observes, and the pull request can be opened', () => {
    fc.assert(
      fc.property(survey, fc.constantFrom(...LOCALES), (seen, locale) => {
        const { files, title, body } = planOf(seen, { locale, today: TODAY });
        const text = files.find(({ path }) => path === CONFIG_PATH)?.text ?? '';
        expect(parsed(text).mode).toBe('observe');
        expect(text).not.toMatch(/[\p{Bidi_Control}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
        expect(title.length).toBeLessThan(250);
        expect([...body].length).toBeLessThan(65_536);
        expect(body).not.toMatch(/[\p{Bidi_Control}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
      }),
      { numRuns: 60 },
    );
  });

  test('a repository of hundreds of odd workflows gets a pull request of a size that GitHub takes', () => {
    const long = (i: number): string => `Lint and test ${'x'.repeat(150)} ${i}`;
    const jobs = Array.from({ length: 30 }, (_, i) => [
      `j${i}`,
      {
        steps: [
          { name: long(i), run: 'x' },
          { name: `Lint ${long(i).slice(9, 190)}`, run: 'y' },
        ],
      },
    ]);
    const files = Object.fromEntries([
      ...Array.from({ length: 20 }, (_, i) => [
        `ci-${i}.yml`,
        stringify({ on: 'push', jobs: Object.fromEntries(jobs) }),
      ]),
      ...Array.from({ length: 300 }, (_, i) => [`broken-${i}-${'y'.repeat(150)}.yml`, 'on: [']),
    ]);
    const { body } = planOf(surveyOf(files), { locale: 'ja', today: TODAY });
    expect(Buffer.byteLength(body)).toBeLessThan(65_536);
  });
});

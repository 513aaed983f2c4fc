import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { extendsOf, parseRepositoryConfig } from '../../src/config/repository.ts';
import { known } from '../../src/policies/verdict.ts';

function problemsOf(text: string): readonly string[] {
  const outcome = parseRepositoryConfig({ text: known(text) });
  if (outcome.kind !== 'invalid') throw new Error(`is ${outcome.kind}`);
  return outcome.problems;
}

describe('problems name line, key and what is wanted', () => {
  const rows: [string, string, string[]][] = [
    [
      'a slip in a key',
      'mode: observe\nsmok: {}',
      ['line 2, smok: is not a known key; did you mean `smoke`?'],
    ],
    [
      'a slip deep down',
      'tests:\n  lint:\n    - workflow: ci.yml\n      jop: lint',
      [
        'line 3, tests.lint[0].job: is missing; must be text',
        'line 4, tests.lint[0].jop: is not a known key; did you mean `job`?',
      ],
    ],
    [
      'a key like none',
      'label: { colour: red }',
      ['line 1, label.colour: is not a known key; known are name, node_id'],
    ],
    [
      'a key that is no word',
      '"a\\nb c": 1',
      [
        'line 1, ["a b c"]: is not a known key; known are mode, locale, extends, base_branches, team, smoke, tests, verify, label, protected_paths, approval_label, handoff, release_owners, rollback, history, slack, monitoring, escalation, reports',
      ],
    ],
    [
      'a display name',
      'smoke:\n  workflow: Codex Smoke',
      ['line 2, smoke.workflow: must be a workflow file such as `ci.yml`, not a display name'],
    ],
    ['a word that is none of the choice', 'mode: on', ['line 1, mode: must be `observe` or `enforce`']],
    [
      'another kind of value',
      'base_branches: main\nsmoke:\nverify: []\nhandoff: { starts_verify: yes, inputs: 3 }',
      [
        'line 1, base_branches: must be a list',
        'line 2, smoke: must be a mapping',
        'line 3, verify: must be a mapping',
        'line 4, handoff.inputs: must be a mapping',
        'line 4, handoff.starts_verify: must be true or false',
      ],
    ],
    ['a number for a name', 'base_branches:\n- main\n- 1.10', ['line 3, base_branches[1]: must be text']],
    [
      'nothing where something must be',
      'smoke: { paths: [] }\nlabel: { name: " " }',
      ['line 1, smoke.paths: must not be empty', 'line 2, label.name: must be one line of printable text'],
    ],
    [
      'too much',
      `team: ${'a'.repeat(101)}\napproval_label: ${'b'.repeat(51)}`,
      [
        'line 1, team: must be the slug of a team such as `ai-ops` or `my-org/ai-ops`',
        'line 2, approval_label: must have at most 50 characters',
      ],
    ],
    [
      'too many',
      stringify({ base_branches: Array(51).fill('a') }),
      ['line 1, base_branches: must have at most 50 entries'],
    ],
    [
      'too many inputs',
      stringify({
        handoff: { inputs: Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`i${n}`, ''])) },
      }),
      ['line 2, handoff.inputs: must have at most 25 entries'],
    ],
    [
      'a placeholder that is none',
      'handoff:\n  inputs:\n    pr: "{number}"',
      [
        'line 3, handoff.inputs.pr: must be one line with no other braces than {pr}, {head_sha}, {base_ref}, {handoff_id}',
      ],
    ],
    [
      'an input that cannot be one',
      'handoff:\n  inputs:\n    1st: x',
      ['line 3, handoff.inputs.1st: must be the name of a workflow input: letters, digits, `_` and `-`'],
    ],
    [
      'a phase without place',
      'handoff: { phases: [{ phase: pr_review }] }',
      ['line 1, handoff.phases[0]: must name a job, a step or both'],
    ],
    [
      'a playbook outside',
      'handoff: { playbook: ../x.md, playbook_section: "#a" }',
      [
        'line 1, handoff.playbook: must be a relative path without `..`',
        'line 1, handoff.playbook_section: must be the anchor of a heading, without `#` and spaces',
      ],
    ],
    [
      'enforcing without a team',
      'mode: enforce',
      ['team: must name the AI Ops team where the mode is `enforce`'],
    ],
    [
      'one label for both',
      'label: { name: "@AI-Ops" }',
      ['approval_label: must be another label than `label.name`'],
    ],
    [
      'one test for two',
      'tests:\n  lint: [{ workflow: a.yml, job: a }]\n  unit:\n    - { workflow: b.yml, job: a }\n    - { workflow: .github/workflows/a.yml, job: a }',
      [
        'line 5, tests.unit[1]: is also listed under `tests.lint`; lint and unit must be two tests, name a step to tell them apart',
      ],
    ],
    [
      'a run that is not told its head',
      'verify: { ref: default }',
      [
        'line 1, verify.head_input: must name a workflow input where `ref` is `default`, else the run would not know which commit it is for',
      ],
    ],
    [
      'a history of secrets that is written nowhere',
      'history: { secrets: [ai/ops/codex] }',
      ['line 1, history.files: must name the files in which a change of these secrets is recorded'],
    ],
    [
      'a history in what is no Markdown, of what is no secret',
      'history:\n  files: [docs/history.txt, ../x.md]\n  secrets: [ai ops]',
      [
        'line 2, history.files[0]: must be a Markdown file, such as `docs/runbooks/ai-ops.md`',
        'line 2, history.files[1]: must be a relative path without `..`',
        'line 3, history.secrets[0]: must be the name of a secret, such as `ai/ops/langgraph`',
      ],
    ],
    [
      'numbers out of their bounds',
      'monitoring:\n  smoke_failure_rate: { window: 0, percent: 150 }\n  verify_latency: { seconds: -1 }\n  handoff_lead_time: { alert_minutes: 1441 }\n  reruns: { per_head: -1 }',
      [
        'line 2, monitoring.smoke_failure_rate.window: must be 2 or more',
        'line 2, monitoring.smoke_failure_rate.percent: must be 100 or less',
        'line 3, monitoring.verify_latency.seconds: must be 10 or more',
        'line 4, monitoring.handoff_lead_time.alert_minutes: must be 1440 or less',
        'line 5, monitoring.reruns.per_head: must be 0 or more',
      ],
    ],
    [
      'what is no number, or none of that kind',
      'release_owners: [0, 1.5, mona, .nan, 99999999999999999]\nmonitoring: { smoke_failure_rate: { percent: five } }',
      [
        'line 1, release_owners[0]: must be more than 0',
        'line 1, release_owners[1]: must be a whole number',
        'line 1, release_owners[2]: must be a number',
        'line 1, release_owners[3]: must be a number',
        'line 1, release_owners[4]: must be 9007199254740991 or less',
        'line 2, monitoring.smoke_failure_rate.percent: must be a number',
      ],
    ],
    [
      'more failures than runs that are counted',
      'monitoring:\n  smoke_failure_rate: { window: 3, page_at: 5 }',
      ['line 2, monitoring.smoke_failure_rate.page_at: must not be more than `window`, which is 3'],
    ],
    [
      'more failures than a default',
      'monitoring:\n  smoke_failure_rate: { page_at: 8 }',
      [
        'line 2, monitoring.smoke_failure_rate.page_at: must not be more than `window`, which is 7 by default',
      ],
    ],
    [
      'an alert before its note, which is a default',
      'monitoring:\n  handoff_lead_time:\n    alert_minutes: 20',
      [
        'line 3, monitoring.handoff_lead_time.note_minutes: is 30 by default; must be less than `alert_minutes`, which is 20',
      ],
    ],
    [
      'a note at its alert, which is a default',
      'monitoring:\n  handoff_lead_time:\n    note_minutes: 45',
      [
        'line 3, monitoring.handoff_lead_time.note_minutes: must be less than `alert_minutes`, which is 45 by default',
      ],
    ],
    [
      'a daily status at no time of day',
      'reports:\n  daily: { at: "9:00", due: "09:30" }',
      ['line 2, reports.daily.at: must be a time of day in Japan, such as `09:00`'],
    ],
    [
      'a daily status that is late at once',
      'reports:\n  daily: { at: 09:25, due: 09:30 }',
      ['line 2, reports.daily.due: must be at least 10 minutes after `at`, on the same day'],
    ],
    ['extending something else', 'extends: other', ['line 1, extends: must be `.github`']],
  ];
  test.each(rows)('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('no more of them than a person reads', () => {
    const problems = problemsOf(Array.from({ length: 30 }, (_, n) => `key${n}: 1`).join('\n'));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toBe('and 10 more');
  });
});

describe('what no parser should be made to read', () => {
  const deep = `smoke: ${'['.repeat(30)}${']'.repeat(30)}`;
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdef'.split('').map((key, n) => `${key}: &${key} [${Array(9).fill(`*${'abcde'[n]}`)}]`),
  ];
  const TOKENS = /^the file has too many values, marks and blanks$/;
  const rows: [string, string, RegExp][] = [
    ['larger than 64 KiB', '#'.repeat(64 * 1024 + 1), /^the file must not be larger than 64 KiB$/],
    ['larger in bytes than in letters', `# ${'あ'.repeat(22_000)}`, /64 KiB/],
    ['a list', '- mode: enforce', /^line 1: the file must be a mapping/],
    ['a word', 'enforce', /must be a mapping/],
    ['two documents', 'mode: observe\n---\nmode: enforce', /^line 2: .*multiple documents/],
    ['one key twice', 'mode: observe\nmode: enforce', /^line 2, mode: is there twice$/],
    ['no YAML', 'mode: "observe', /^line 1: Missing closing/],
    ['tabs', 'smoke:\n\tref: head', /^line 2: Tabs/],
    ['a tag', 'mode: !!binary aGk=', /^line 1: Unresolved tag/],
    ['a tag of its own', 'smoke: !js/function x', /Unresolved tag/],
    ['__proto__', 'smoke:\n  __proto__: { ref: default }', /^line 2, smoke\.__proto__: is not a known key$/],
    ['constructor', 'constructor: {}', /constructor: is not a known key/],
    ['prototype', 'handoff: { inputs: { prototype: x } }', /prototype: is not a known key/],
    ['keys that are not text', '1: x', /^line 1: must have plain text as keys$/],
    ['keys that are lists', '? [a]\n: 1', /plain text as keys/],
    ['a merge key', 'smoke: &a {}\n<<: *a', /^line 2, \["<<"\]: is not a known key/],
    ['an alias of nothing', 'smoke: *none', /^line 1, smoke: repeats `\*none`, which is not there$/],
    ['an alias of itself', 'smoke: &a [*a]', /nested too deeply/],
    ['too deep', deep, /^line 1, smoke\[0\]\[0\]: is nested too deeply$/],
    ['deeper than any stack', '['.repeat(5_000), /^line 1: /],
    [
      'more values than a configuration has',
      `base_branches:\n  - &a [${'a,'.repeat(199)}]\n${'  - *a\n'.repeat(60)}`,
      /base_branches\[49\]\[149\]: is one value too many/,
    ],
    ['aliases that unfold', bomb.join('\n'), /one alias too many/],
    ['nothing but brackets', '['.repeat(64 * 1024), TOKENS],
    ['nothing but slips', 'a: @\n'.repeat(13_000), TOKENS],
    ['nothing but commas', `[${','.repeat(64 * 1024 - 2)}]`, TOKENS],
    ['nothing but quotation marks', '"\n'.repeat(32 * 1024), TOKENS],
  ];
  test.each(rows)('%s', (_name, text, problem) => {
    expect(problemsOf(text)[0]).toMatch(problem);
    expect(extendsOf(text)).toBeNull();
  });

  test('whatever the text, there is an outcome, and its problems are single short lines', () => {
    const yaml = fc
      .object({ key: fc.constantFrom('mode', 'smoke', 'tests', 'lint', 'inputs', 'handoff', 'x\ny') })
      .map((value) => stringify(value));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), yaml), (text) => {
        const outcome = parseRepositoryConfig({ text: known(text) });
        if (!('problems' in outcome)) return;
        expect(outcome.problems.length).toBeGreaterThan(0);
        for (const problem of outcome.problems) expect(problem).toMatch(/^[^\p{Cc}]{1,600}$/u);
      }),
    );
  });
});

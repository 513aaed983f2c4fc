import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { isNode, isPair, isScalar, isSeq, LineCounter, parse, parseDocument, visit } from 'yaml';
import { gateSettings, parseRepositoryConfig } from '../../src/config/repository.ts';
import { knownKeysAt, repositoryJsonSchema } from '../../src/config/repository-schema.ts';
import { known } from '../../src/policies/verdict.ts';
import { configKeys } from '../support/config-keys.ts';

const SCHEMA_FILE = 'ai-ops.schema.json';
const example = readFileSync('ai-ops.example.yml', 'utf8');
/** `#key` is a key that is commented out; prose begins with a blank. */
const uncommented = example.replaceAll(/^( *)#(?=\S)/gm, '$1');
const customer = readFileSync('test/fixtures/config/customer.yml', 'utf8');
const keys = configKeys(repositoryJsonSchema());

/** Each key that a YAML text uses, with its value and the line above it. */
function keysIn(text: string): readonly { path: string; value: unknown; above: string }[] {
  const lineCounter = new LineCounter();
  const found: { path: string; value: unknown; above: string }[] = [];
  const document = parseDocument(text, { lineCounter });
  visit(document, {
    Pair(_, pair, ancestors) {
      const { key, value } = pair;
      if (!isScalar(key) || !key.range) throw new Error('an example has plain keys');
      const within = ancestors
        .filter(isPair)
        .map((one) => `${String(one.key)}${isSeq(one.value) ? '[]' : ''}`);
      const above = text.split('\n')[lineCounter.linePos(key.range[0]).line - 2] ?? '';
      found.push({
        path: [...within, String(key)].join('.'),
        value: isNode(value) ? value.toJS(document) : value,
        above,
      });
    },
  });
  return found;
}

describe(SCHEMA_FILE, () => {
  test('is made from the schema; UPDATE_SCHEMA=1 writes it anew', () => {
    const made = `${JSON.stringify(repositoryJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(SCHEMA_FILE, made);
    expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(made);
  });

  const validate = new Ajv({ allErrors: true }).compile(repositoryJsonSchema());
  test.each([
    ['the example', example],
    ["the first customer's configuration", customer],
    ['an empty mapping', '{}'],
  ])('accepts %s', (_name, text) => {
    validate(parse(text));
    expect(validate.errors).toBeNull();
  });

  test.each([
    'mode: on',
    'smok: {}',
    'tests: { lint: [{ job: lint }] }',
    'smoke: { workflow: Codex Smoke }',
    'handoff: { inputs: { pr: "{number}" } }',
    'protected_paths: ["!src/**"]',
  ])('refuses %s, as the bot does', (text) => {
    expect(validate(parse(text))).toBe(false);
    expect(parseRepositoryConfig({ text: known(text) }).kind).toBe('invalid');
  });

  test('says of every key what it is for', () => {
    const descriptions = JSON.stringify(repositoryJsonSchema()).match(/"description"/g);
    expect(keys.length).toBeGreaterThan(40);
    expect(descriptions).toHaveLength(keys.length);
  });
});

describe('ai-ops.example.yml', () => {
  test('is a configuration that only observes, as it stands and with every key in force', () => {
    expect(parseRepositoryConfig({ text: known(example) })).toMatchObject({
      kind: 'ok',
      config: { mode: 'observe' },
    });
    const all = { text: known(uncommented), extendedText: known('{}') };
    expect(parseRepositoryConfig(all)).toMatchObject({ kind: 'ok', config: { mode: 'observe' } });
  });

  const used = keysIn(uncommented);
  const inForce = new Set(keysIn(example).map(({ path }) => path));

  test('has every key of the schema, and no other', () => {
    expect(new Set(used.map(({ path }) => path))).toEqual(new Set(keys.map(({ path }) => path)));
  });

  const first = used.filter(({ path }, index) => used.findIndex((one) => one.path === path) === index);

  test.each(first)('says what $path is for', ({ above }) => {
    expect(above).toMatch(/^ *# \S/);
  });

  test.each(first.filter(({ path }) => !inForce.has(path)))(
    '$path, which is commented out, stands at its default',
    ({ path, value }) => {
      const key = keys.find((one) => one.path === path);
      const isAbove = keys.some((one) => one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[]`));
      if (key?.default === undefined || isAbove) return;
      expect(value).toEqual(key.default);
    },
  );
});

describe("the first customer's configuration", () => {
  test('governs their repository as its workflows are', () => {
    const outcome = parseRepositoryConfig({ text: known(customer) });
    if (!('config' in outcome)) throw new Error(outcome.problems.join('\n'));
    expect(outcome.config).toMatchObject({ mode: 'enforce', team: 'ai-ops' });
    expect(outcome.config.handoff).toMatchObject({
      workflow: '.github/workflows/ai-ops-auto-handoff.yml',
      inputs: {},
      starts_verify: true,
    });
    const step = (file: string, name: string) => ({
      workflow: `.github/workflows/${file}`,
      job: 'lint-and-test',
      step: name,
    });
    expect(gateSettings(outcome.config, 'main')).toMatchObject({
      base_branches: ['main'],
      smoke: {
        workflow: '.github/workflows/codex-template-smoke.yml',
        artifact: 'codex-template-smoke-report',
        report: 'latest.json',
        when_missing: 'not-applicable',
        paths: [
          'templates/**',
          'scripts/ci/run-codex-template-smoke.sh',
          '.github/workflows/codex-template-smoke.yml',
        ],
      },
      tests: {
        lint: [
          step('hr-module-ci.yml', 'Lint HR module'),
          step('crm-sales-module-ci.yml', 'Lint CRM & Sales modules'),
        ],
        unit: [
          step('hr-module-ci.yml', 'Test HR module'),
          step('crm-sales-module-ci.yml', 'Test CRM & Sales modules'),
        ],
      },
      verify: {
        workflow: '.github/workflows/ai-ops-langgraph-verify.yml',
        artifact: 'ai-ops-langgraph-verify',
        report: 'ai-ops-verify.md',
      },
      label: { name: 'LG-Verified ✅' },
    });
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (`[^`]*`|—) \| (.+) \|$/gm)].map(
    ([, path, value, meaning]) => ({ path, value, meaning }),
  );

  test('has every key once, in order, and no other', () => {
    expect(rows.map(({ path }) => path)).toEqual(keys.map(({ path }) => path));
  });

  test.each(keys)('gives the default of $path', ({ path, default: value }) => {
    const text =
      value === undefined ? '—' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
    expect(rows.find((row) => row.path === path)?.value).toBe(text);
  });

  test("shows the first customer's configuration as it is tested", () => {
    expect(page).toContain(`\`\`\`yaml\n${customer}\`\`\``);
  });
});

test.each([
  [[], 'mode'],
  [['smoke'], 'workflow'],
  [['tests', 'lint', 3], 'job'],
])('the keys known at %j', (path, key) => {
  expect(knownKeysAt(path)).toContain(key);
});

test.each([[['nothing']], [['mode', 'x']], [['tests', 'lint']]])('no keys are known at %j', (path) => {
  expect(knownKeysAt(path)).toEqual([]);
});

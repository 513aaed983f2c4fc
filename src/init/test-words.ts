import type { Step, Workflow } from '../config/workflow-file.ts';

/** What names say, words apart: `lint-and-test`, `lintAndTest`, `ESLint`, リント. */
const LINT =
  /(?<![a-z])(?:lint(?:er|ers|ing)?|eslint|stylelint|biome|ruff|flake8|pylint|rubocop|golangci|ktlint|clippy|checkstyle)(?![a-z])|リント|静的解析/i;
const UNIT =
  /(?<![a-z])(?:units?|tests?|testing|unittests?|jest|vitest|mocha|pytest|phpunit|rspec|junit)(?![a-z])|単体テスト|ユニットテスト|テスト/i;
const SURELY_UNIT = /(?<![a-z])(?:units?|unittests?)(?![a-z])|単体|ユニット/i;
const OTHER_TESTS =
  /(?<![a-z])(?:e2e|end.to.end|integration|smoke|acceptance|load|perf|performance|visual|playwright|cypress|live|system)(?![a-z])|結合|統合|負荷/i;
/** Lint of what is no code is not the lint that the runbook asks for. */
const DOCUMENTS =
  /(?<![a-z])(?:docs?|documents?|documentation|markdown|openapi|redocly|spectral|ya?ml|actions?|commits?|commitlint|titles?|spelling|prose|sql|sqlfluff)(?![a-z])|文書|ドキュメント/i;
/** Steps around a test. */
const AROUND =
  /(?<![a-z])(?:install|set.?up|upload|download|cache|restore|save|check.?out|reports?|publish|comment|prepare|summari[sz]e|start|stop|wait)(?![a-z])/i;

/** What commands say, for steps whose names say nothing. */
const LINT_COMMAND =
  /\b(?:eslint|stylelint|biome (?:check|ci|lint)|ruff (?:check|format)|flake8|pylint|rubocop|golangci-lint|ktlint|cargo clippy|(?:npm|pnpm|yarn|bun)(?: run)? lint|make lint)\b/;
const UNIT_COMMAND =
  /\b(?:jest|vitest|mocha|pytest|phpunit|rspec|go test|cargo test|dotnet test|mvn\b.*\btest|gradlew?\b.*\btest|(?:npm|pnpm|yarn|bun)(?: run)? test|make test|python3? -m unittest|tox)\b/;
const INSTALLS = /\b(?:install|add|npm i)\b/;

export type Kind = 'lint' | 'unit';

/** Which kinds of test a name claims to be. */
export function kindsOfName(name: string): ReadonlySet<Kind> {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  const isUnit = SURELY_UNIT.test(words) || (UNIT.test(words) && !OTHER_TESTS.test(words));
  return new Set<Kind>([
    ...(LINT.test(words) ? (['lint'] as const) : []),
    ...(isUnit ? (['unit'] as const) : []),
  ]);
}

/** Which kinds of test a step is, by its name, else by its commands; none for what only surrounds a test. */
export function kindsOfStep({ name, run }: Step): ReadonlySet<Kind> {
  if (name !== null && AROUND.test(name)) return new Set();
  const byName = kindsOfName(name ?? '');
  if (byName.size > 0) return byName;
  const commands = run.split('\n').filter((line) => !INSTALLS.test(line));
  const says = (command: RegExp): boolean => commands.some((line) => command.test(line));
  if (says(UNIT_COMMAND) && OTHER_TESTS.test(`${name ?? ''} ${run}`)) return new Set();
  return new Set<Kind>([
    ...(says(LINT_COMMAND) ? (['lint'] as const) : []),
    ...(says(UNIT_COMMAND) ? (['unit'] as const) : []),
  ]);
}

export function isOtherTest(name: string): boolean {
  return UNIT.test(name) && OTHER_TESTS.test(name);
}

export function isOfDocuments(...names: readonly (string | null)[]): boolean {
  return names.some((name) => name !== null && DOCUMENTS.test(name));
}

/** Whether it runs for the head of a PR without anybody starting it. */
export function runsForPulls({ onPull, onEveryBranch }: Workflow): boolean {
  return onPull !== null || onEveryBranch;
}

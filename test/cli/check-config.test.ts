import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCli } from './run.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ai-ops-config-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function fileOf(...lines: readonly string[]): Promise<string> {
  const file = join(directory, 'ai-ops.yml');
  await writeFile(file, lines.join('\n'));
  return file;
}

test('a good file is told with its mode and what it leaves out, as JSON if asked for, and the exit code is 0', async () => {
  const file = await fileOf(
    'mode: enforce',
    'team: ai-ops',
    'tests:',
    '  lint: [{ workflow: a.yml, job: lint }]',
  );
  const { code, stdout, stderr } = await runCli(['check-config', '--json', file]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    ok: true,
    file,
    mode: 'enforce',
    problems: [],
    warnings: ['tests.unit names no test, so G2 stays closed and nothing is ever handed off'],
  });
});

test('a file that extends another and needs it cannot be found bad: the exit code is 2', async () => {
  const file = await fileOf('mode: enforce', 'extends: .github');
  const { code, stdout, stderr } = await runCli(['check-config', '--json', file]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    ok: null,
    file,
    mode: null,
    problems: [expect.stringContaining('team')],
    warnings: ['extends .github, which is only known on GitHub: checked without it'],
  });
});

test('every problem of a bad file is told on a line of its own, with its place, and the exit code is 1', async () => {
  const file = await fileOf('mode: enforc', 'smok: {}', 'label:', '  nam: x');
  expect(await runCli(['check-config', file])).toEqual({
    code: 1,
    stdout: [
      `${file}: line 1, mode: must be \`observe\` or \`enforce\``,
      `${file}: line 2, smok: is not a known key; did you mean \`smoke\`?`,
      `${file}: line 4, label.nam: is not a known key; did you mean \`name\`?`,
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('a file that is not there is named in one line, and nothing else is printed', async () => {
  const { code, stdout, stderr } = await runCli(['check-config', '--json', join(directory, 'none.yml')]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^AIOPS_CONFIG_UNREADABLE: \S+none\.yml cannot be read \([^\n]+; name an existing file\n$/,
  );
});

import { afterEach, expect, jest, test } from '@jest/globals';
import { fail, print } from '../../src/cli/output.ts';
import { CodedError } from '../../src/errors.ts';

const STEERS = '\u001b]0;owned\u0007\u009b31m\u202e\u2028';

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

function written(stream: 'stdout' | 'stderr', act: () => void): string {
  const said: string[] = [];
  jest.spyOn(process[stream], 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  act();
  return said.join('');
}

test('what a problem quotes steers no terminal', () => {
  const error = new CodedError('AIOPS_HISTORY_INVALID', `a:1: Unrecognized key: "${STEERS}"\na:2: bad`);
  expect(written('stderr', () => fail(error))).toBe(
    'AIOPS_HISTORY_INVALID: a:1: Unrecognized key: " ]0;owned  31m  "\nAIOPS_HISTORY_INVALID: a:2: bad\n',
  );
});

test('JSON steers none either, and says the same', () => {
  const text = written('stdout', () => print({ json: true }, { name: STEERS }, []));
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(text)).toEqual({ name: STEERS });
});

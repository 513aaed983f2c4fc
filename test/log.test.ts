import { expect, test } from '@jest/globals';
import { CodedError } from '../src/errors.ts';
import { bindLog, createLog, type LogLevel } from '../src/log.ts';
import { Secret } from '../src/secrets.ts';

function captured(level: LogLevel = 'info') {
  const lines: string[] = [];
  return {
    lines,
    log: createLog({ level, destination: { write: (line: string) => lines.push(line) } }),
    last: () => JSON.parse(lines.at(-1) ?? '{}'),
  };
}

test('lines are JSON with level, time and ids', () => {
  const { last, lines, log } = captured();
  bindLog(bindLog(log, { delivery: 'd-1' }), { pr: 'o/r#1', handoff: 'h-1' }).info({ n: 1 }, 'done');
  expect(last()).toMatchObject({
    level: 'info',
    delivery: 'd-1',
    pr: 'o/r#1',
    handoff: 'h-1',
    n: 1,
    msg: 'done',
  });
  expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(lines[0]?.endsWith('\n')).toBe(true);
});

test('an error is its code, one line and its frames; what else it carries stays out', () => {
  const { last, lines, log } = captured();
  const cause = Object.assign(new Error('socket hang up'), {
    code: 'ECONNRESET',
    config: { headers: { authorization: 'top-secret' } },
  });
  const error = Object.assign(new CodedError('AIOPS_X', 'first line\nsecond line', { cause }), {
    status: 502,
    event: { id: 'd-1', payload: { comment: 'what a person wrote' } },
    request: { headers: { authorization: 'top-secret' } },
  });
  log.error(error);
  expect(last()).toMatchObject({
    msg: 'first line',
    err: {
      name: 'CodedError',
      code: 'AIOPS_X',
      status: 502,
      message: 'first line',
      cause: { code: 'ECONNRESET', message: 'socket hang up' },
    },
  });
  expect(last().err.frames[0]).toMatch(/^at /);
  for (const hidden of ['second line', 'what a person wrote', 'top-secret'])
    expect(lines[0]).not.toContain(hidden);
});

test("Probot's aggregate of what handlers threw, under any key", () => {
  const { last, lines, log } = captured();
  const error = Object.assign(
    new AggregateError([new CodedError('AIOPS_A', 'one'), new Error('two')], 'many'),
    { event: { payload: 'what a person wrote' } },
  );
  log.warn({ failure: error }, 'handlers failed');
  expect(last().failure).toMatchObject({
    message: 'many',
    errors: [{ code: 'AIOPS_A', message: 'one' }, { message: 'two' }],
  });
  expect(lines[0]).not.toContain('what a person wrote');
});

test.each([
  [{ payload: { a: 'hidden-1' } }],
  [{ event: { payload: { a: 'hidden-1' } } }],
  [{ headers: { cookie: 'hidden-1' } }],
  [{ res: { headers: { 'set-cookie': 'hidden-1' } } }],
  [{ body: 'hidden-1' }],
  [{ auth: { token: 'hidden-1', type: 'installation' } }],
  [{ key: new Secret('hidden-1') }],
])('carriers of payloads, headers and keys are hidden: %j', (fields) => {
  const { lines, log } = captured();
  log.info(fields, 'x');
  expect(lines[0]).not.toContain('hidden-1');
  expect(lines[0]).toContain('[redacted]');
});

test.each([
  ['an installation token', `ghs_${'a1'.repeat(18)}`],
  ['a stateless installation token', `ghs_123_eyJh.${'b'.repeat(80)}.${'c-_'.repeat(40)}`],
  ['a fine-grained token', `github_pat_${'A'.repeat(22)}_${'b'.repeat(59)}`],
  ['a Slack token', 'xoxb-1234567890-abcdefghij'],
  ['a JWT', 'eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl'],
  ['a signature', `sha256=${'0a'.repeat(32)}`],
  ['a key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\n'],
])('%s is cut out wherever it stands', (_what, secret) => {
  const { last, lines, log } = captured();
  log.info({ detail: `before ${secret} after` }, `said ${secret}`);
  log.error(new Error(`failed with ${secret}`));
  for (const line of lines) expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(JSON.parse(lines[0] ?? '').detail).toMatch(/^before \[redacted\]\s* after$/);
  expect(last().level).toBe('error');
});

test('a password in a URL is cut out, the rest stays', () => {
  const { last, log } = captured();
  log.info({ url: 'postgres://ai:hunter2@db.example.com:5432/ai' }, 'x');
  expect(last().url).toBe('postgres://ai:[redacted]@db.example.com:5432/ai');
});

test('text cannot forge a line or hide in a terminal', () => {
  const { lines, log } = captured();
  const hostile = 'a\n{"level":"info"}\u001b[2J\u009b1m\u202egnp\u2028\u200b\u{e0041}';
  log.info({ title: hostile }, hostile);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
  expect(JSON.parse(lines[0] ?? '').title).toBe(hostile);
});

test('the level is kept', () => {
  const { lines, log } = captured('warn');
  log.info('quiet');
  log.warn('loud');
  expect(lines).toHaveLength(1);
});

import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { CodedError, messageOf } from '../src/errors.ts';
import { createLog } from '../src/log.ts';
import { Secret } from '../src/secrets.ts';

const VALUE = 'a-value-that-nobody-may-see';
const secret = new Secret(VALUE);
const holder = { name: 'x', deep: { list: [secret], map: new Map([['key', secret]]) }, secret };

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'trace', destination: { write: (line: string) => lines.push(line) } }));
  return lines.join('');
}

/** The library as it is, without what the bot's own log cuts out. */
function loggedByPino(write: (log: ReturnType<typeof pino>) => void): string {
  const lines: string[] = [];
  write(pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }));
  return lines.join('');
}

describe('what holds a secret shows none', () => {
  const WAYS: Readonly<Record<string, () => string>> = {
    'a template': () => `${secret}`,
    'string concatenation': () => `${String(secret)}${[secret].join()}`,
    'a URL': () => String(new URLSearchParams({ key: String(secret) })),
    JSON: () =>
      JSON.stringify(holder) + JSON.stringify([secret]) + JSON.stringify({ [String(secret)]: secret }),
    'JSON with a replacer': () => JSON.stringify(holder, (_key, value) => value),
    inspect: () => inspect(holder, { depth: 9 }),
    'inspect that looks behind the curtain': () =>
      inspect(holder, { depth: 9, showHidden: true, customInspect: false, getters: true }),
    'format, as console does': () =>
      format('%s %o %O %j %d', secret, secret, secret, secret, secret) + format(holder, secret),
    'its own properties': () =>
      JSON.stringify([
        Object.entries(secret),
        Object.getOwnPropertyNames(secret),
        Object.getOwnPropertyDescriptors(secret),
        Reflect.ownKeys(secret).map(String),
        { ...secret },
        Object.assign({}, secret),
      ]),
    structuredClone: () => inspect(structuredClone(holder), { depth: 9, showHidden: true }),
    'what V8 would send to another thread or process': () => serialize(holder).toString('latin1'),
    'the message of an error': () => messageOf(new CodedError('AIOPS_X', `bad ${secret}`)),
    'an error that holds it': () =>
      inspect(Object.assign(new Error('x', { cause: holder }), { secret }), { depth: 9 }),
    "the bot's log": () =>
      logged((log) => {
        log.info({ key: secret, holder }, `with ${secret}`);
        log.child({ key: secret }).warn(holder, 'of %s %o %j', secret, secret, secret);
        log.error(Object.assign(new Error(`${secret}`, { cause: secret }), { secret }));
      }),
    'any pino': () =>
      loggedByPino((log) => {
        log.info({ key: secret, holder }, `with ${secret}`);
        log.child({ key: secret }).warn(holder, 'of %s %o %j', secret, secret, secret);
        log.error({ err: Object.assign(new Error(`${secret}`, { cause: secret }), { secret }) });
      }),
  };

  test.each(Object.entries(WAYS))('%s', (_way, show) => {
    const shown = show();
    expect(shown).not.toBe('');
    for (const form of [VALUE, Buffer.from(VALUE).toString('base64'), Buffer.from(VALUE).toString('hex')])
      expect(shown).not.toContain(form);
  });

  test('where it is shown at all, it says that something was taken out', () => {
    expect([`${secret}`, JSON.stringify(secret), inspect(secret)]).toEqual([
      '[redacted]',
      '"[redacted]"',
      '[redacted]',
    ]);
  });
});

test('the value is there for who asks for it, and for nothing that takes it by the way', () => {
  expect(secret.expose()).toBe(VALUE);
  expect(() => Buffer.from(secret as never)).toThrow();
  expect(Number(secret)).toBeNaN();
});

test('two are equal by what they hold', () => {
  expect(secret.equals(new Secret(VALUE))).toBe(true);
  expect(secret.equals(new Secret(`${VALUE} `))).toBe(false);
});

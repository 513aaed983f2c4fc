import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readSettings } from '../../src/config/settings.ts';
import {
  credentialsFile,
  prepareToStore,
  storeCredentials,
  withStoredCredentials,
} from '../../src/config/stored-credentials.ts';
import { Secret } from '../../src/secrets.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const SECRET = 'f2b7c9e04d5a61837c2e';
const app = { id: 7, privateKey: new Secret(pem), webhookSecret: new Secret(SECRET) };

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'stored-')), 'data');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is stored completes the environment', () => {
  storeCredentials(folder, app);
  const read = readSettings(withStoredCredentials({ DATA_DIR: folder, APP_ID: '', NODE_ENV: 'production' }));
  expect(read).toMatchObject({ ok: true, settings: { app: { id: 7 }, production: true } });
  if (!read.ok) return;
  expect(read.settings.app?.privateKey.expose()).toBe(pem);
  expect(read.settings.app?.webhookSecrets[0]?.expose()).toBe(SECRET);
});

test('only this user may read it, also where an earlier try left a file open to all', () => {
  mkdirSync(folder);
  writeFileSync(`${credentialsFile(folder)}.new`, 'left over', { mode: 0o644 });
  const file = storeCredentials(folder, app);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['credentials.env']);
});

test('without a webhook secret the start is refused and names it', () => {
  storeCredentials(folder, { ...app, webhookSecret: null });
  const read = readSettings(withStoredCredentials({ DATA_DIR: folder }));
  expect(read).toEqual({ ok: false, problems: [expect.stringMatching(/^WEBHOOK_SECRET: is missing/)] });
});

test('the environment wins, one variable at a time', () => {
  storeCredentials(folder, app);
  const rotated = '0d9e8f7a6b5c4d3e2f1a';
  expect(withStoredCredentials({ DATA_DIR: folder, WEBHOOK_SECRET: rotated })).toMatchObject({
    APP_ID: '7',
    WEBHOOK_SECRET: rotated,
  });
});

test("another App's credentials are left alone", () => {
  storeCredentials(folder, app);
  expect(withStoredCredentials({ DATA_DIR: folder, APP_ID: '8' })).toEqual({ DATA_DIR: folder, APP_ID: '8' });
});

test('the file can set nothing but credentials', () => {
  mkdirSync(folder);
  writeFileSync(credentialsFile(folder), 'APP_ID=7\nNODE_ENV=development\nGHE_HOST=evil.example.com\n');
  const environment = withStoredCredentials({ DATA_DIR: folder });
  expect(environment).not.toHaveProperty('NODE_ENV');
  expect(environment).not.toHaveProperty('GHE_HOST');
});

test('no file is a first run', () => {
  expect(withStoredCredentials({ DATA_DIR: folder })).toEqual({ DATA_DIR: folder });
});

test('a folder that cannot be written is said before an App is made for it', () => {
  prepareToStore(folder);
  expect(existsSync(folder)).toBe(true);
  writeFileSync(join(folder, 'taken'), '');
  expect(() => prepareToStore(join(folder, 'taken'))).toThrow(
    expect.objectContaining({
      code: 'AIOPS_CREDENTIALS_NOT_STORED',
      message: expect.stringMatching(
        /taken\/credentials\.env cannot be written \(.+\); make DATA_DIR writable$/,
      ),
    }),
  );
});

test('a file that cannot be read, or written, is said so', () => {
  mkdirSync(credentialsFile(folder), { recursive: true });
  expect(() => withStoredCredentials({ DATA_DIR: folder })).toThrow(
    expect.objectContaining({ code: 'AIOPS_CREDENTIALS_UNREADABLE' }),
  );
  expect(() => storeCredentials(folder, app)).toThrow(
    expect.objectContaining({ code: 'AIOPS_CREDENTIALS_NOT_STORED' }),
  );
});

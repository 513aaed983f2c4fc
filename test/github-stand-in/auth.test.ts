import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { given, jwt, send } from './given.ts';

describe('the App signs in with a JSON web token', () => {
  const { github, app, time } = given();
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  const now = Math.floor(time.now / 1000);
  const withToken = (token: string) => send(github, 'GET /app', { authorization: `bearer ${token}` });

  test('that is right', () => {
    const answer = withToken(jwt(app, time.now));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: app.id, slug: 'ai-ops-bot', installations_count: 1 });
  });

  test.each([
    ['signed with another key', { key: String(stranger) }, 'A JSON web token could not be decoded'],
    ['of another algorithm', { head: { alg: 'HS256' } }, 'A JSON web token could not be decoded'],
    ['of nobody', { claims: { iss: 1 } }, 'Integration not found'],
    ['without an expiry', { claims: { exp: undefined } }, 'A JSON web token could not be decoded'],
    ['that has expired', { claims: { exp: now - 1 } }, 'Expiration time'],
    ['that holds too long', { claims: { exp: now + 3600 } }, 'Expiration time'],
    ['from the future', { claims: { iat: now + 300 } }, 'Issued at'],
  ])('%s is refused', (_, change, message) => {
    const answer = withToken(jwt(app, time.now, change));
    expect(answer.status).toBe(401);
    expect(answer.body.message).toContain(message);
  });
});

describe('an installation signs in with a token', () => {
  test('that is long, lasts an hour and knows what it may', () => {
    const { askAsApp, installation, ask, time } = given();
    const issued = askAsApp(`POST /app/installations/${installation.id}/access_tokens`);
    expect(issued.status).toBe(201);
    expect(String(issued.body.token).length).toBeGreaterThan(400);
    expect(issued.body).toMatchObject({ expires_at: '2026-03-01T11:00:00Z', repository_selection: 'all' });
    expect(ask('GET /installation/repositories').status).toBe(200);
    time.now += 3_600_000;
    expect(ask('GET /installation/repositories').status).toBe(401);
  });

  test.each([
    ['nothing', undefined, 'Requires authentication'],
    ['a made-up token', 'token ghs_made_up', 'Bad credentials'],
    ['a basic password', 'basic Zm9vOmJhcg==', 'Bad credentials'],
  ])('%s is refused', (_, authorization, message) => {
    const { github } = given();
    const answer = send(github, 'GET /repos/acme/shop', authorization === undefined ? {} : { authorization });
    expect(answer.status).toBe(401);
    expect(answer.body.message).toBe(message);
  });

  test('each kind of caller is refused where the other is meant', () => {
    const { ask, askAsApp } = given();
    expect(ask('GET /app').status).toBe(401);
    expect(askAsApp('GET /repos/acme/shop').status).toBe(403);
  });

  test('a narrower one reaches and may no more than was asked for', () => {
    const { github, askAsApp, installation, repository, organization } = given();
    const other = github.addRepository({ owner: organization, name: 'other' });
    const issued = askAsApp(`POST /app/installations/${installation.id}/access_tokens`, {
      repository_ids: [repository.id],
      permissions: { contents: 'read' },
    });
    const authorization = `token ${issued.body.token}`;
    expect(send(github, 'GET /repos/acme/shop/contents/README.md', { authorization }).status).toBe(200);
    expect(send(github, 'GET /repos/acme/shop/pulls', { authorization }).status).toBe(403);
    expect(send(github, `GET /repos/acme/${other.name}/contents/README.md`, { authorization }).status).toBe(
      404,
    );
  });

  test('more than was granted is not handed out', () => {
    const { askAsApp, installation } = given();
    const path = `POST /app/installations/${installation.id}/access_tokens`;
    expect(askAsApp(path, { permissions: { administration: 'write' } }).status).toBe(422);
    expect(askAsApp(path, { repository_ids: [7] }).status).toBe(422);
    expect(askAsApp('POST /app/installations/7/access_tokens').status).toBe(404);
  });

  test('a suspended installation is locked out, a deleted one unknown', () => {
    const { github, ask, askAsApp, installation } = given();
    ask('GET /rate_limit');
    github.suspend(installation);
    expect(ask('GET /rate_limit').status).toBe(403);
    expect(askAsApp(`POST /app/installations/${installation.id}/access_tokens`).status).toBe(403);
    github.uninstall(installation);
    expect(ask('GET /rate_limit').status).toBe(401);
  });
});

test('a manifest code is good for one App, once', () => {
  const { github, organization } = given();
  const manifest = {
    name: 'My Bot',
    default_permissions: { checks: 'write' },
    default_events: ['workflow_run'],
  };
  const code = github.grantManifestCode(manifest, organization);
  const made = send(github, `POST /app-manifests/${code}/conversions`, {});
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    slug: 'my-bot',
    permissions: { checks: 'write' },
    events: ['workflow_run'],
  });
  expect(made.body.pem).toContain('BEGIN RSA PRIVATE KEY');
  const app = github.world.apps.find(({ slug }) => slug === 'my-bot');
  if (app === undefined) throw new Error('no app was made');
  const signedIn = send(github, 'GET /app', {
    authorization: `bearer ${jwt(app, github.world.wall.now(), { key: String(made.body.pem) })}`,
  });
  expect(signedIn.status).toBe(200);
  expect(send(github, `POST /app-manifests/${code}/conversions`, {}).status).toBe(404);
});

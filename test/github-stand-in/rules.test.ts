import { describe, expect, test } from '@jest/globals';
import { ALL, given } from './given.ts';

const RULES = 'GET /repos/acme/shop/rules/branches/main';
const BRANCH = 'GET /repos/acme/shop/branches/main';
const required = [{ context: 'gates', app: 7 }];

describe('the rules of a branch', () => {
  test('are those of active rulesets for it, with the App whose word counts', () => {
    const { github, repository, ask } = given();
    expect(ask(RULES).body).toEqual([]);
    const ruleset = github.addRuleset(repository, {
      branches: ['main'],
      requiredChecks: [...required, { context: 'lint', app: null }],
      mergeQueue: true,
    });
    github.addRuleset(repository, { branches: ['other'], requiredChecks: required });
    expect(ask(RULES).body).toMatchObject([
      {
        type: 'required_status_checks',
        ruleset_id: ruleset.id,
        parameters: {
          required_status_checks: [{ context: 'gates', integration_id: 7 }, { context: 'lint' }],
        },
      },
      { type: 'merge_queue' },
    ]);
    for (const enforcement of ['evaluate', 'disabled'] as const) {
      ruleset.enforcement = enforcement;
      expect(ask(RULES).body).toEqual([]);
    }
  });

  test('hold for a branch that is still to come', () => {
    const { github, repository, ask } = given();
    github.addRuleset(repository, { branches: ['release'], requiredChecks: required });
    expect(ask('GET /repos/acme/shop/rules/branches/release').body).toHaveLength(1);
  });
});

describe('a branch', () => {
  test('shows its older protection to who may read', () => {
    const { github, repository, ask } = given();
    expect(ask(BRANCH).body).toMatchObject({
      name: 'main',
      protected: false,
      protection: { enabled: false, required_status_checks: { enforcement_level: 'off', checks: [] } },
    });
    github.protectBranch(repository, { branch: 'main', protection: { requiredChecks: required } });
    expect(ask(BRANCH).body).toMatchObject({
      protected: true,
      protection: {
        enabled: true,
        required_status_checks: { contexts: ['gates'], checks: [{ context: 'gates', app_id: 7 }] },
      },
    });
    github.protectBranch(repository, { branch: 'main', protection: null });
    github.addRuleset(repository, { branches: ['main'], requiredChecks: required });
    expect(ask(BRANCH).body).toMatchObject({ protected: true, protection: { enabled: false } });
  });

  test('that is not there is not found, and needs contents', () => {
    expect(given().ask('GET /repos/acme/shop/branches/gone')).toMatchObject({
      status: 404,
      body: { message: 'Branch not found' },
    });
    const { contents: _, ...less } = ALL;
    expect(given({ permissions: less }).ask(BRANCH).status).toBe(403);
  });
});

describe('a team', () => {
  test('has its active members, and needs members', () => {
    const { github, team, alice, ask } = given();
    github.setMembership(team, { user: alice, state: 'pending' });
    expect(ask('GET /orgs/acme/teams/ai-ops').body).toMatchObject({ slug: 'ai-ops', members_count: 1 });
    expect(ask('GET /orgs/acme/teams/ai-ops/members').body).toMatchObject([{ login: 'bob' }]);
    expect(ask('GET /orgs/acme/teams/gone').status).toBe(404);
    expect(ask('GET /orgs/other/teams/ai-ops/members').status).toBe(404);
    const { members: _, ...less } = ALL;
    expect(given({ permissions: less }).ask('GET /orgs/acme/teams/ai-ops').status).toBe(403);
  });
});

test('the webhook of the App is told to the App alone, without its secret', () => {
  const { app, ask, askAsApp } = given();
  app.webhookUrl = 'https://bot.example.com/hooks';
  expect(askAsApp('GET /app/hook/config').body).toEqual({
    url: 'https://bot.example.com/hooks',
    content_type: 'json',
    insecure_ssl: '0',
    secret: '********',
  });
  expect(ask('GET /app/hook/config').status).toBe(401);
});

test('a workflow says that it is disabled; one that cannot be read is there, and cannot be dispatched', () => {
  const { github, repository, alice, ask } = given({ permissions: { ...ALL } });
  github.setWorkflowState(repository, { workflow: 'ci.yml', state: 'disabled_inactivity' });
  expect(ask('GET /repos/acme/shop/actions/workflows/ci.yml').body).toMatchObject({
    state: 'disabled_inactivity',
  });
  const changes = { '.github/workflows/handoff.yml': 'on: workflow_dispatch\njobs: [\n' };
  github.commitTo(repository, { branch: 'main', changes, author: alice });
  expect(ask('GET /repos/acme/shop/actions/workflows/handoff.yml').body).toMatchObject({ state: 'active' });
  const dispatch = 'POST /repos/acme/shop/actions/workflows/handoff.yml/dispatches';
  expect(ask(dispatch, { ref: 'main' }).status).toBe(422);
});

test('every answer has the date of this world', () => {
  const { time, ask } = given();
  time.now = Date.parse('2026-03-01T10:20:30.400Z');
  expect(ask(BRANCH).headers.date).toBe('Sun, 01 Mar 2026 10:20:30 GMT');
  expect(ask('GET /nowhere').headers.date).toBe('Sun, 01 Mar 2026 10:20:30 GMT');
});

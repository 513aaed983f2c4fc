import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { HANDLERS } from '../../src/handlers/index.ts';
import { readManifest, WEBHOOK_PATH } from '../../src/web/app-manifest.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'app.yml'), 'utf8');
const manifest = readManifest(join(ROOT, 'app.yml'));

/** GitHub sends these to every App; a manifest must not name them. */
const UNASKED = ['installation', 'installation_repositories'];

/** What each event needs before an App may subscribe to it (docs.github.com, "Webhook events and payloads"). */
const EVENT_NEEDS: Readonly<Record<string, string>> = {
  check_run: 'checks',
  check_suite: 'checks',
  issue_comment: 'issues',
  label: 'metadata',
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  workflow_job: 'actions',
  workflow_run: 'actions',
};

/** What each call needs (docs.github.com, "Permissions required for GitHub Apps"). `null`: the App's own token is enough. */
const CALL_NEEDS: Readonly<Record<string, string | null>> = {
  'GET /app': null,
  'GET /app/installations/{installation_id}': null,
  'GET /app/hook/config': null,
  'GET /app/hook/deliveries': null,
  'GET /orgs/{org}/teams': 'members: read',
  'GET /orgs/{org}/teams/{team_slug}': 'members: read',
  'GET /orgs/{org}/teams/{team_slug}/members': 'members: read',
  'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': 'members: read',
  'GET /user/{account_id}': null,
  'GET /repos/{owner}/{repo}': 'metadata: read',
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}': 'actions: read',
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': 'actions: read',
  'GET /repos/{owner}/{repo}/activity': 'contents: read',
  'GET /repos/{owner}/{repo}/branches/{branch}': 'contents: read',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': 'checks: read',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': 'metadata: read',
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': 'pull_requests: read',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': 'checks: read',
  'GET /repos/{owner}/{repo}/installation': null,
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': 'issues: read',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': 'issues: read',
  'GET /repos/{owner}/{repo}/labels': 'issues: read',
  'GET /repos/{owner}/{repo}/labels/{name}': 'issues: read',
  'GET /repos/{owner}/{repo}/pulls': 'pull_requests: read',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': 'pull_requests: read',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': 'pull_requests: read',
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': 'metadata: read',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': 'checks: write',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': 'issues: write',
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': 'pull_requests: write',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': 'actions: write',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': 'actions: write',
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': 'actions: write',
  'POST /repos/{owner}/{repo}/check-runs': 'checks: write',
  'POST /repos/{owner}/{repo}/git/refs': 'contents: write',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': 'issues: write',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': 'issues: write',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': 'issues: write',
  'POST /repos/{owner}/{repo}/pulls': 'pull_requests: write',
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': 'issues: write',
};

/** Every call to GitHub's REST API that the source names. */
function callsInSource(): readonly string[] {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const calls = files.flatMap((file) => {
    const source = readFileSync(join(ROOT, 'src', file), 'utf8');
    return [...source.matchAll(/'((?:GET|POST|PUT|PATCH|DELETE) \/[^']*)'/g)].map((match) => match[1] ?? '');
  });
  return [...new Set(calls)].sort();
}

describe('app.yml', () => {
  test('is a manifest, for its owner alone, with deliveries to the door', () => {
    expect(manifest.public).toBe(false);
    expect(manifest.hook_attributes.url.endsWith(WEBHOOK_PATH)).toBe(true);
    expect(manifest.hook_attributes.active).toBe(true);
  });

  test('asks for nothing by which it could change what it judges', () => {
    const granted = Object.keys(manifest.default_permissions);
    for (const never of [
      'workflows',
      'administration',
      'secrets',
      'environments',
      'deployments',
      'statuses',
    ]) {
      expect(granted).not.toContain(never);
    }
  });

  test('subscribes to the events that are handled, and to no other', () => {
    expect([...manifest.default_events, ...UNASKED].sort()).toEqual(Object.keys(HANDLERS).sort());
  });

  test('may subscribe to its events', () => {
    for (const event of manifest.default_events) {
      expect([event, Object.keys(manifest.default_permissions)]).toEqual([
        event,
        expect.arrayContaining([EVENT_NEEDS[event]]),
      ]);
    }
  });

  test('says of each permission and event why', () => {
    const document = parseDocument(text);
    const permissions = document.get('default_permissions');
    const events = document.get('default_events');
    if (!isMap(permissions) || !isSeq(events)) throw new Error('app.yml lost its shape');
    // A comment before the first entry belongs to the collection.
    const nodes = [...permissions.items.map(({ key }) => key), ...events.items];
    const reasons = nodes.map((node, i) => {
      if (!isScalar(node)) throw new Error('app.yml lost its shape');
      const first = i === 0 ? permissions : i === permissions.items.length ? events : null;
      return { name: node.value, reason: node.commentBefore ?? first?.commentBefore ?? '' };
    });
    expect(reasons.length).toBeGreaterThan(10);
    for (const { name, reason } of reasons)
      expect({ name, reason }).toEqual({ name, reason: expect.stringMatching(/: .{20,}/) });
  });
});

describe('calls to GitHub', () => {
  test('each is known here, and none is listed that is gone', () => {
    expect(callsInSource()).toEqual(Object.keys(CALL_NEEDS).sort());
  });

  test.each(Object.entries(CALL_NEEDS))('%s: %s is granted', (_call, need) => {
    const [permission = '', access] = need?.split(': ') ?? [];
    if (need === null) return;
    const granted = manifest.default_permissions[permission];
    expect(access === 'read' ? ['read', 'write'] : ['write']).toContain(granted);
  });
});

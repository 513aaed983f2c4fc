import type { CredentialsChange, PermissionsChange, SecretsChange } from '../../src/effect/access-change.ts';
import type { HistoryPullEffect } from '../../src/effect/effect.ts';
import type { HistoryNotice } from '../../src/effect/messages.ts';

const AT = '2026-11-22T12:34:56.000Z';
const DUE = '2026-11-23T12:34:56.000Z';

export const SECRETS: SecretsChange = {
  kind: 'secrets',
  id: 'c0ffee000001',
  at: AT,
  secrets: [
    { name: 'ai/ops/langgraph', what: 'value', from: '0a1b2c3d…4e5f', to: '99887766…5544', at: AT },
    {
      name: 'ai/ops/codex',
      what: 'settings',
      from: '1234abcd…ef01',
      to: '1234abcd…ef01',
      at: '2026-11-22T13:00:00.000Z',
    },
  ],
};

export const CREDENTIALS: CredentialsChange = {
  kind: 'credentials',
  id: 'c0ffee000002',
  at: AT,
  names: ['PRIVATE_KEY', 'SLACK_BOT_TOKEN'],
};

export const PERMISSIONS: PermissionsChange = {
  kind: 'permissions',
  id: 'c0ffee000003',
  at: AT,
  installationId: 9,
  by: 'mona',
  permissions: [
    { name: 'contents', from: 'read', to: 'write' },
    { name: 'members', from: null, to: 'read' },
    { name: 'pages', from: 'write', to: null },
  ],
};

export function historyNotice(over: Partial<HistoryNotice> = {}): HistoryNotice {
  return {
    says: 'history_owed',
    place: 'octo/shop',
    change: SECRETS,
    files: ['docs/runbooks/ai-ops.md', 'docs/ai/ops-playbooks.md'],
    dueAt: DUE,
    pull: { url: 'https://github.com/octo/shop/pull/8', isOpen: true },
    settled: null,
    ...over,
  };
}

export function historyPull(over: Partial<HistoryPullEffect> = {}): HistoryPullEffect {
  return {
    kind: 'history_pull',
    key: 'draft:history:1296269:c0ffee000001',
    repository: { installationId: 9, repositoryId: 1296269, owner: 'octo', repo: 'shop' },
    locale: 'en',
    obligationId: 'history:1296269:c0ffee000001',
    change: SECRETS,
    files: ['docs/runbooks/ai-ops.md', 'docs/ai/ops-playbooks.md'],
    dueAt: DUE,
    ...over,
  };
}

/** Every kind of change with this text wherever somebody could have chosen one. */
export function hostileChanges(text: string): readonly [SecretsChange, CredentialsChange, PermissionsChange] {
  const many = Array.from({ length: 60 }, () => text);
  return [
    {
      ...SECRETS,
      secrets: many.map((name) => ({ name, what: 'value', from: text, to: text, at: text })),
    },
    { ...CREDENTIALS, names: [text] },
    {
      ...PERMISSIONS,
      by: text,
      permissions: many.map((name) => ({ name, from: text, to: text })),
    },
  ];
}

export function hostileHistories(text: string): readonly HistoryNotice[] {
  const says = ['history_owed', 'history_reminder', 'history_missed', 'history_settled'] as const;
  return hostileChanges(text).flatMap((change) =>
    says.map((said) =>
      historyNotice({
        says: said,
        place: text,
        change,
        files: Array.from({ length: 10 }, () => text),
        dueAt: text,
        pull: said === 'history_reminder' ? { url: 'javascript:alert(1)', isOpen: true } : null,
        settled: { by: text, note: text, proof: text, isLate: true },
      }),
    ),
  );
}

import { describe, expect, test } from '@jest/globals';
import type { HandoffView, PullView, ReplyEffect } from '../../src/effect.ts';
import { approvalText } from '../../src/notifiers/wording/approval.ts';
import { checkName, checkText, cutBytes, MAX_OUTPUT_BYTES } from '../../src/notifiers/wording/check.ts';
import { nextStep } from '../../src/notifiers/wording/next-step.ts';
import { replyText } from '../../src/notifiers/wording/replies.ts';
import { MAX_COMMENT, stickyText } from '../../src/notifiers/wording/sticky.ts';
import { REASON_CODES } from '../../src/policies/reason-codes.ts';
import {
  approvalEffect,
  HEAD,
  HOSTILE,
  handoff,
  hostileView,
  PASSED,
  stickyEffect,
  view,
} from './effects.ts';

const MARKER = '<!-- ai-ops:sticky:0000 -->';
const open = (over: Partial<PullView> = {}): PullView => view({ overall: 'open', verdicts: PASSED, ...over });
const handing = (over: Partial<HandoffView>): PullView => open({ handoff: handoff(over) });

/** Every situation a person can meet, by its name. */
const SITUATIONS: Readonly<Record<string, PullView>> = {
  waiting: view(),
  'a person is asked': view({ overall: 'action' }),
  'gates closed': view({ overall: 'closed' }),
  'GitHub could not be read': view({ overall: 'unknown' }),
  'gates open': open(),
  'ready, a person is awaited': handing({ state: 'ready', phase: null, runUrl: null }),
  'ready, another dispatch is awaited': handing({
    state: 'ready',
    phase: null,
    runUrl: null,
    code: 'dispatch_unresolved_elsewhere',
  }),
  'dispatching after a command': handing({
    state: 'dispatching',
    phase: null,
    runUrl: null,
    origin: 'command',
    requestedBy: 'mona',
    attempt: 2,
  }),
  'start unknown': handing({
    state: 'dispatch_unknown',
    phase: null,
    runUrl: null,
    code: 'dispatch_unknown',
  }),
  'running, an approval is awaited': handing({
    phase: { name: 'deploy_approval', at: 'deploy', waiting: true },
    origin: 'adopted',
    requestedBy: 'mona',
  }),
  approved: handing({
    state: 'approved',
    phase: null,
    code: 'handoff_finished',
    approvalUrl: 'https://github.com/octo/shop/pull/7#issuecomment-1',
  }),
  failed: handing({ state: 'failed', code: 'run_failed', detail: 'failure in job review' }),
  superseded: handing({ state: 'superseded', phase: null, code: 'superseded_by_push', detail: HEAD }),
  observing: view({ mode: 'observe' }),
  'observing, gates open': open({ mode: 'observe' }),
  'configuration broken': view({
    mode: 'closed',
    overall: 'closed',
    verdicts: [],
    configProblems: [
      '.github/ai-ops.yml:3: `mode` must be observe or enforce',
      'line 9: unknown key "tset", did you mean "tests"?',
    ],
  }),
  'after requests': open({
    requests: [
      { what: 'handoff', by: 'eve', granted: false, code: 'command_not_allowed', at: '2026-11-22T12:00:00Z' },
      { what: 'handoff', by: 'mona', granted: true, code: 'command_granted', at: '2026-11-22T12:05:00Z' },
    ],
  }),
};

describe('the check run', () => {
  test.each(Object.entries(SITUATIONS))('%s', (_, shown) => {
    const { output, actions, ...rest } = checkText(shown);
    const fields = [
      JSON.stringify(rest),
      `title: ${output.title}`,
      ...actions.map(({ label }) => `[${label}]`),
    ];
    expect(`${fields.join('\n')}\n\n${output.summary}\n\n--- text\n${output.text}`).toMatchSnapshot();
  });

  test('is neutral while observing and failed by a broken configuration, whatever the gates say', () => {
    for (const overall of ['open', 'wait', 'action', 'closed', 'unknown'] as const) {
      expect(checkText(view({ mode: 'observe', overall }))).toMatchObject({
        status: 'completed',
        conclusion: 'neutral',
      });
      expect(checkText(view({ mode: 'closed', overall }))).toMatchObject({
        status: 'completed',
        conclusion: 'failure',
      });
    }
  });

  test('offers the handoff only where it can be asked for', () => {
    const offered = Object.entries(SITUATIONS).flatMap(([name, shown]) =>
      checkText(shown).actions.flatMap(({ identifier, label }) =>
        identifier === 'handoff' ? [`${name}: ${label}`] : [],
      ),
    );
    expect(offered).toEqual([
      'ready, a person is awaited: Hand off',
      'approved: Hand off again',
      'failed: Hand off again',
      'superseded: Hand off again',
    ]);
    expect(checkText({ ...handing({ state: 'failed' }), overall: 'closed' }).actions).toHaveLength(1);
  });

  test("keeps to GitHub's limits of buttons", () => {
    for (const shown of Object.values(SITUATIONS)) {
      for (const { label, description, identifier } of checkText(shown).actions) {
        expect(label.length).toBeLessThanOrEqual(20);
        expect(description.length).toBeLessThanOrEqual(40);
        expect(identifier.length).toBeLessThanOrEqual(20);
      }
    }
  });

  test('is cut by bytes, never through the middle of a character', () => {
    const cut = cutBytes('日本語😀'.repeat(100), 201);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(201);
    expect(cut).toMatch(/^[日本語😀]+\n\n… cut: longer than GitHub shows\.$/u);
    expect(cutBytes('日本語', 9)).toBe('日本語');
  });

  test('is named after the base branch, and two branches never share a name', () => {
    expect(checkName('main')).toBe('AI Ops gates (main)');
    const long = 'release/'.repeat(20);
    const names = [`${long}a`, `${long}b`, 'ma\u202ein', 'ma\u200bin', 'main'].map(checkName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name.length).toBeLessThan(140);
      expect(name).not.toMatch(/[\u200b\u202e]/);
    }
  });
});

describe('the sticky comment', () => {
  test.each(['waiting', 'observing', 'failed', 'configuration broken'])('%s', (name) => {
    const shown = SITUATIONS[name] ?? view();
    expect(stickyText(stickyEffect({ view: shown }), MARKER)).toMatchSnapshot();
  });

  test('without a report', () => {
    expect(stickyText(stickyEffect({ verifyReport: null }), MARKER)).not.toContain('<details>');
  });

  test.each([
    ['many lines', 'a line of the report\n'.repeat(20_000)],
    ['one endless line', 'x'.repeat(300_000)],
    ['nothing but backticks', '`'.repeat(300_000)],
    ['backticks and letters in turn', '`a'.repeat(100_000)],
    ['nothing but emoji', '😀'.repeat(100_000)],
  ])('cuts a report of %s, and keeps the gates', (_, text) => {
    const body = stickyText(
      stickyEffect({ verifyReport: { text, runUrl: 'https://github.com/octo/shop/actions/runs/14' } }),
      MARKER,
    );
    expect(body.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(body.length).toBeGreaterThan(1000);
    expect(body.endsWith(MARKER)).toBe(true);
    expect(body).toBe(body.toWellFormed());
    for (const { code } of view().verdicts) expect(body).toContain(code);
    expect(body).toMatch(/cut here|…/);
  });

  test('holds all gates and the marker, however hostile and long every name is', () => {
    const long = hostileView();
    const endless = (text: string): string => text.repeat(500);
    const grown: PullView = {
      ...long,
      verdicts: long.verdicts.map((verdict) => ({
        ...verdict,
        seen: endless('@|'),
        wanted: endless('@<&'),
        warnings: Array(50).fill(endless('@$')),
        evidence: Array(50).fill({ label: endless('@'), url: `https://github.com/${'('.repeat(140)}` }),
      })),
      configProblems: Array(100).fill(endless('@*')),
      requests: Array(50).fill({
        what: endless('`|'),
        by: endless('@'),
        granted: false,
        code: 'command_sha_mismatch',
        at: endless('@'),
      }),
      labelName: endless('語'),
      baseRef: endless('語'),
    };
    const report = { text: 'x'.repeat(300_000), runUrl: 'https://github.com/octo/shop/actions/runs/14' };
    const body = stickyText(stickyEffect({ view: grown, verifyReport: report }), MARKER);
    expect(body.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(body.endsWith(MARKER)).toBe(true);
    for (const { gate, code } of long.verdicts) {
      expect(body).toContain(`**${gate}**`);
      expect(body).toContain(code);
    }
    const { summary, text } = checkText(grown).output;
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_OUTPUT_BYTES);
    expect(summary).not.toContain('… cut');
    expect(body).toContain('xxxxx');
  });
});

describe('the approval comment', () => {
  const ledger = { seq: 12, hash: 'f'.repeat(64) };

  test('carries the evidence', () => {
    expect(approvalText({ effect: approvalEffect(), ledger }, MARKER)).toMatchSnapshot();
  });

  test('begins with @ai-ops as code, so that nobody is called', () => {
    const body = approvalText({ effect: approvalEffect(), ledger: null }, MARKER);
    expect(body).toMatch(/^`@ai-ops` /);
    expect(body).not.toContain('Ledger');
  });
});

describe('replies', () => {
  const to = { id: 5, login: 'mona', kind: 'User' } as const;
  const refused = (
    code: Extract<ReplyEffect['reply'], { kind: 'refused' }>['code'],
    what: string,
  ): ReplyEffect['reply'] => ({
    kind: 'refused',
    to,
    what,
    code,
    headSha: HEAD,
  });

  test.each<[string, ReplyEffect['reply']]>([
    ['refused', refused('command_gates_closed', 'handoff')],
    ['not understood', refused('command_not_understood', 'handof')],
    ['not understood at all', refused('command_not_understood', 'sing')],
    ['status', { kind: 'status', view: view() }],
    ['explain one', { kind: 'explain', verdicts: view().verdicts.slice(1, 2), view: view() }],
    ['explain all', { kind: 'explain', verdicts: view().verdicts, view: view() }],
    ['stopped', { kind: 'stop', what: 'stop', by: to, reason: 'release *freeze* @here' }],
    ['resumed', { kind: 'stop', what: 'resume', by: to, reason: null }],
    ['on hold', { kind: 'stop', what: 'hold', by: to, reason: null }],
    ['let go', { kind: 'stop', what: 'unhold', by: to, reason: null }],
    ['help', { kind: 'help' }],
  ])('%s', (_, reply) => {
    const body = replyText(reply, MARKER);
    expect(body).toMatchSnapshot();
    expect(body.startsWith('/ai-ops')).toBe(false);
  });
});

describe('the next step', () => {
  const names = { labelName: 'LG-Verified ✅', headSha: HEAD };

  test.each(REASON_CODES)('%s is one sentence for a person', (code) => {
    const sentence = nextStep(code, names);
    expect(sentence).toMatch(/^[A-Z`].*\.$/u);
    expect(sentence.length).toBeLessThan(250);
    expect(sentence).not.toMatch(/[{}\n|]/);
  });

  test('gives the command with the whole head', () => {
    expect(nextStep('command_sha_mismatch', names)).toContain(`\`/ai-ops handoff ${HEAD}\``);
  });
});

describe('text from people', () => {
  const surfaces: readonly (readonly [string, string])[] = [
    ['check summary', checkText(hostileView()).output.summary],
    ['check text', checkText(hostileView()).output.text],
    ['sticky', stickyText(stickyEffect({ view: hostileView(), verifyReport: null }), MARKER)],
    [
      'approval',
      approvalText(
        {
          effect: approvalEffect({
            verdicts: hostileView().verdicts,
            baseRef: HOSTILE,
            runUrl: 'javascript:1',
          }),
          ledger: null,
        },
        MARKER,
      ),
    ],
    ['status', replyText({ kind: 'status', view: hostileView() }, MARKER)],
    [
      'explain',
      replyText({ kind: 'explain', verdicts: hostileView().verdicts, view: hostileView() }, MARKER),
    ],
    [
      'refused',
      replyText(
        {
          kind: 'refused',
          to: { id: 5, login: HOSTILE, kind: 'User' },
          what: HOSTILE,
          code: 'command_not_allowed',
          headSha: HEAD,
        },
        MARKER,
      ),
    ],
  ];

  test.each(surfaces)('is inert in the %s', (_, body) => {
    const withoutCode = body.replace(/\\.|`[^`\n]*`|\]\(https:\/\/github\.com\/[^)\s]*\)/g, ' ');
    expect(withoutCode).not.toMatch(
      /<(?!br>|sub>|\/sub>|details>|\/details>|summary>|\/summary>|!-- ai-ops:sticky:0000 -->)/,
    );
    expect(withoutCode).not.toMatch(/@[a-z]/i);
    expect(withoutCode).not.toMatch(/(?<!&)#\d|GH-\d/);
    expect(withoutCode).not.toMatch(/:\/\//);
    expect(withoutCode).not.toMatch(/\bwww\./);
    expect(withoutCode).not.toMatch(/\]\(/);
    expect(withoutCode).not.toMatch(/\$/);
    expect(body).not.toMatch(/[\u202e\u200b\r]/);
  });

  test.each(surfaces)('keeps every table row whole in the %s', (_, body) => {
    const rows = body.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replace(/\\./g, '').split('|').length);
    expect(new Set(cells).size).toBeLessThanOrEqual(1);
  });
});

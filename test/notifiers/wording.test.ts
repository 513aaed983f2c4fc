import { describe, expect, test } from '@jest/globals';
import type {
  ConfigChange,
  ConfigCheckEffect,
  FollowUpView,
  HandoffView,
  PullView,
  ReplyEffect,
  RollbackView,
} from '../../src/effect/effect.ts';
import { approvalText } from '../../src/notifiers/wording/approval.ts';
import { checkName, checkText, cutBytes, MAX_OUTPUT_BYTES } from '../../src/notifiers/wording/check.ts';
import { configCheckText } from '../../src/notifiers/wording/config-check.ts';
import { nextStep } from '../../src/notifiers/wording/next-step.ts';
import { replyText } from '../../src/notifiers/wording/replies.ts';
import { MAX_COMMENT, stickyText } from '../../src/notifiers/wording/sticky.ts';
import { LOCALES, type Locale } from '../../src/policies/locale.ts';
import { REASON_CODES } from '../../src/policies/reason-codes.ts';
import { HOSTILE_OWED, NOTHING_OWED, OWED } from './deadline-samples.ts';
import {
  approvalEffect,
  configCheckEffect,
  HEAD,
  HOSTILE,
  handoff,
  hostileView,
  PASSED,
  saidWith,
  stickyEffect,
  view,
} from './effects.ts';

const MARKER = '<!-- ai-ops:sticky:0000 -->';
/** Problems of a configuration are error messages, and those are English. */
const CONFIG_PROBLEM = /must be|is not a known key/;
const open = (over: Partial<PullView> = {}): PullView => view({ overall: 'open', verdicts: PASSED, ...over });
const ended = (over: Partial<HandoffView>): PullView =>
  handing({ state: 'approved', phase: null, code: 'handoff_finished', ...over });
const handing = (over: Partial<HandoffView>): PullView => open({ handoff: handoff(over) });

const rollback = (over: Partial<RollbackView> = {}): RollbackView => ({
  state: 'running',
  by: 'mona',
  runUrl: 'https://github.com/octo/shop/actions/runs/120',
  code: null,
  detail: null,
  ...over,
});
const followUp = (over: Partial<FollowUpView> = {}): FollowUpView => ({
  state: 'owed',
  dueAt: '2026-11-22T13:04:00Z',
  owners: ['mona', 'hubot'],
  by: null,
  at: null,
  ...over,
});

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
  failed: handing({
    state: 'failed',
    code: 'run_failed',
    detail: { say: 'concluded', conclusion: 'failure' },
  }),
  superseded: handing({
    state: 'superseded',
    phase: null,
    code: 'superseded_by_push',
    detail: { say: 'new_head', headSha: HEAD },
  }),
  'follow-up owed': ended({ followUp: followUp() }),
  'follow-up owed by the team, reminded': ended({ followUp: followUp({ state: 'reminded', owners: [] }) }),
  'follow-up missed': ended({ followUp: followUp({ state: 'missed' }) }),
  'follow-up done, rolled back': ended({
    followUp: followUp({ state: 'done', by: 'mona', at: '2026-11-22T12:50:00Z' }),
    rollback: rollback(),
  }),
  'stopped on the way': handing({
    state: 'stopped',
    phase: null,
    code: 'handoff_stopped',
    detail: { say: 'stopped_by', by: 'mona', reason: 'release freeze' },
  }),
  'ready, a rollback is awaited': handing({
    state: 'ready',
    phase: null,
    runUrl: null,
    code: 'rollback_in_flight',
  }),
  'an earlier handoff is rolled back': view({
    earlier: [
      handoff({
        id: 'h0',
        headSha: 'f0e1d2c3b4'.repeat(4),
        state: 'failed',
        code: 'run_failed',
        rollback: rollback({
          state: 'failed',
          code: 'rollback_refused',
          detail: { say: 'answered', why: 'no ref' },
        }),
      }),
    ],
  }),
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

const ledger = { seq: 12, hash: 'f'.repeat(64) };
const to = { id: 5, login: 'mona', kind: 'User' } as const;
const refused = (
  code: Extract<ReplyEffect['reply'], { kind: 'refused' }>['code'],
  what: string,
  detail: string | null = null,
): ReplyEffect['reply'] => ({
  kind: 'refused',
  to,
  what,
  code,
  detail,
  headSha: HEAD,
  labelName: 'LG-Verified ✅',
  playbookUrl: view().playbookUrl,
});

const tookBack = (over: Partial<RollbackView>): ReplyEffect['reply'] => ({
  kind: 'rollback',
  rollback: rollback(over),
  headSha: HEAD,
  labelName: 'LG-Verified ✅',
  playbookUrl: view().playbookUrl,
});

const replies = (shown: PullView): Readonly<Record<string, ReplyEffect['reply']>> => ({
  refused: refused('command_gates_closed', 'handoff'),
  'not understood': refused('command_not_understood', 'handof'),
  'not understood at all': refused('command_not_understood', 'sing'),
  status: { kind: 'status', view: shown, deadlines: OWED },
  'status, nothing owed': { kind: 'status', view: shown, deadlines: NOTHING_OWED },
  'explain one': { kind: 'explain', verdicts: shown.verdicts.slice(1, 2), view: shown },
  'explain all': { kind: 'explain', verdicts: shown.verdicts, view: shown },
  'GitHub refused': refused('command_start_refused', 'verify', 'Workflow does not have a trigger'),
  'no rollback configured': refused('command_rollback_not_configured', 'rollback'),
  stopped: { kind: 'stop', what: 'stop', by: to, reason: 'release *freeze* @here', cancels: false },
  'stopped, cancelling': { kind: 'stop', what: 'stop', by: to, reason: null, cancels: true },
  resumed: { kind: 'stop', what: 'resume', by: to, reason: null, cancels: false },
  'on hold': { kind: 'stop', what: 'hold', by: to, reason: null, cancels: false },
  'let go': { kind: 'stop', what: 'unhold', by: to, reason: null, cancels: false },
  'rollback begun': tookBack({ state: 'starting', runUrl: null }),
  'rollback succeeded': tookBack({ state: 'succeeded' }),
  'rollback failed': tookBack({
    state: 'failed',
    code: 'rollback_failed',
    detail: { say: 'concluded', conclusion: 'failure' },
  }),
  'rollback not known to have started': tookBack({
    state: 'unknown',
    runUrl: null,
    code: 'rollback_unknown',
  }),
  help: { kind: 'help' },
});

function checkRun(view: PullView): string {
  const { output, actions, ...rest } = checkText(view);
  const fields = [
    JSON.stringify(rest),
    `title: ${output.title}`,
    ...actions.map(({ label }) => `[${label}]`),
  ];
  return `${fields.join('\n')}\n\n${output.summary}\n\n--- text\n${output.text}`;
}

const CONFIG_CHANGES: Readonly<Record<string, ConfigChange>> = {
  valid: { kind: 'valid', mode: 'enforce', warnings: ['tests.lint names no test'] },
  removed: { kind: 'removed' },
  invalid: {
    kind: 'invalid',
    problems: [
      { line: 7, message: 'label.colour: is not a known key' },
      { line: null, message: 'line 2 of the extended file, mode: must be `observe` or `enforce`' },
    ],
  },
  unreadable: { kind: 'unreadable', why: 'GitHub answered 502' },
};

function shownConfigCheck(effect: ConfigCheckEffect): string {
  const { conclusion, output } = configCheckText(effect);
  const annotations = output.annotations.map(
    (each) => `${each.path}:${each.start_line} ${each.title}: ${each.message}`,
  );
  return [`${conclusion}: ${output.title}`, output.summary, ...annotations].join('\n\n');
}

/** Everything that people are shown, by the name of what it is. */
function surfaces(locale: Locale): readonly (readonly [string, string])[] {
  const stickies = ['waiting', 'observing', 'failed', 'configuration broken'];
  return [
    ...Object.entries(SITUATIONS).map(
      ([name, shown]) => [`check run: ${name}`, checkRun({ ...shown, locale })] as const,
    ),
    ...stickies.map((name) => {
      const shown = { ...(SITUATIONS[name] ?? view()), locale };
      return [`sticky comment: ${name}`, stickyText(stickyEffect({ view: shown }), MARKER)] as const;
    }),
    ...Object.entries(CONFIG_CHANGES).map(
      ([name, change]) =>
        [`config check: ${name}`, shownConfigCheck(configCheckEffect({ change, locale }))] as const,
    ),
    [
      'approval comment',
      approvalText({ slackUrl: null, effect: approvalEffect({ locale }), ledger }, MARKER),
    ],
    ...Object.entries(replies(view({ locale }))).map(
      ([name, reply]) => [`reply: ${name}`, replyText({ reply, locale }, MARKER)] as const,
    ),
  ];
}

describe.each(LOCALES)('in %s', (locale) => {
  test.each(surfaces(locale))('%s', (_, shown) => {
    expect(shown).toMatchSnapshot();
  });
});

describe('both languages', () => {
  const [english, japanese] = [surfaces('en'), surfaces('ja')];

  /** What must not depend on the language: code, addresses, names of gates, markers. */
  function fixed(shown: string): readonly string[] {
    return (
      shown.match(/`[^`\n]*`|\]\([^)]*\)|\*\*G\d\*\*|<[^>]*>|\p{Extended_Pictographic}/gu) ?? []
    ).toSorted();
  }

  test.each(english.map(([name, shown], index) => [name, shown, japanese[index]?.[1] ?? ''] as const))(
    'show the same code, links and icons: %s',
    (_, en, ja) => {
      expect(fixed(ja)).toEqual(fixed(en));
      expect(ja.split('\n').filter((line) => line.startsWith('|')).length).toBe(
        en.split('\n').filter((line) => line.startsWith('|')).length,
      );
    },
  );

  test('each is in its own language', () => {
    const japaneseLetters = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
    expect(english.filter(([, shown]) => japaneseLetters.test(shown))).toEqual([]);
    expect(japanese.filter(([, shown]) => !japaneseLetters.test(shown))).toEqual([]);
  });

  test('no Japanese sentence has English words beside names', () => {
    const words = /\b(the|is|are|was|of|by|for|and|with|nothing|gate|handoff commit)\b/i;
    const plain = (shown: string) => shown.replace(/`[^`\n]*`|\]\([^)]*\)|<[^>]*>|^```[\s\S]*?^```/gm, '');
    const told = japanese.flatMap(([name, shown]) =>
      plain(shown)
        .split('\n')
        .filter((line) => words.test(line) && !CONFIG_PROBLEM.test(line))
        .map((line) => `${name}: ${line}`),
    );
    expect(told).toEqual([]);
  });
});

describe('the check run', () => {
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
      'follow-up owed: Hand off again',
      'follow-up owed by the team, reminded: Hand off again',
      'follow-up missed: Hand off again',
      'follow-up done, rolled back: Hand off again',
      'stopped on the way: Hand off again',
    ]);
    expect(checkText({ ...handing({ state: 'failed' }), overall: 'closed' }).actions).toHaveLength(1);
  });

  test("keeps to GitHub's limits of buttons", () => {
    const shown = LOCALES.flatMap((locale) => Object.values(SITUATIONS).map((each) => ({ ...each, locale })));
    for (const { label, description, identifier } of shown.flatMap((each) => checkText(each).actions)) {
      expect(Buffer.byteLength(label)).toBeLessThanOrEqual(20);
      expect(Buffer.byteLength(description)).toBeLessThanOrEqual(40);
      expect(identifier.length).toBeLessThanOrEqual(20);
    }
  });

  test('is cut by bytes, never through the middle of a character', () => {
    const cut = cutBytes('日本語😀'.repeat(100), 201, 'en');
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(201);
    expect(cut).toMatch(/^[日本語😀]+\n\n… cut: longer than GitHub shows\.$/u);
    expect(cutBytes('日本語', 9, 'ja')).toBe('日本語');
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
        ...saidWith(endless('@|')),
        warnings: saidWith(endless('@$')).warnings.flatMap((warning) => Array(50).fill(warning)),
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

test('the approval comment begins with @ai-ops as code, so that nobody is called', () => {
  for (const locale of LOCALES) {
    const body = approvalText({ slackUrl: null, effect: approvalEffect({ locale }), ledger: null }, MARKER);
    expect(body).toMatch(/^`@ai-ops` /);
    expect(body).not.toMatch(/Ledger|台帳/);
  }
});

test('no reply is itself a command', () => {
  const bodies = LOCALES.flatMap(surfaces).map(([, body]) => body);
  expect(bodies.filter((body) => body.startsWith('/ai-ops'))).toEqual([]);
});

describe('the next step', () => {
  const names = { labelName: 'LG-Verified ✅', headSha: HEAD };
  const steps = REASON_CODES.map(
    (code) =>
      [code, nextStep(code, { ...names, locale: 'en' }), nextStep(code, { ...names, locale: 'ja' })] as const,
  );

  test.each(steps)('%s is for a person, in both languages', (_, en, ja) => {
    expect(en).toMatch(/^[A-Z`].*\.$/u);
    expect(ja).toMatch(/^[\p{L}`].*(です|ます|ません|ください)。$/u);
    const codeIn = (sentence: string) => (sentence.match(/`[^`]*`/g) ?? []).toSorted();
    expect(codeIn(ja)).toEqual(codeIn(en));
    for (const sentence of [en, ja]) {
      expect(sentence.length).toBeLessThan(250);
      expect(sentence).not.toMatch(/[{}\n|]/);
    }
  });

  test('in both languages', () => {
    expect(steps.map(([code, ...said]) => [code, ...said].join('\n')).join('\n\n')).toMatchSnapshot();
  });

  test('gives the command with the whole head', () => {
    expect(nextStep('command_sha_mismatch', { ...names, locale: 'ja' })).toContain(
      `\`/ai-ops handoff ${HEAD}\``,
    );
  });
});

describe('text from people', () => {
  const hostile = LOCALES.flatMap((locale) => {
    const shown = hostileView({ locale });
    const { verdicts } = shown;
    const approval = approvalEffect({ locale, verdicts, baseRef: HOSTILE, runUrl: 'javascript:1' });
    const by = { id: 5, login: HOSTILE, kind: 'User' } as const;
    const reply = (made: ReplyEffect['reply']) => replyText({ locale, reply: made }, MARKER);
    const code = 'command_not_allowed';
    return [
      [`check summary, ${locale}`, checkText(shown).output.summary],
      [`check text, ${locale}`, checkText(shown).output.text],
      [`sticky, ${locale}`, stickyText(stickyEffect({ view: shown, verifyReport: null }), MARKER)],
      [`approval, ${locale}`, approvalText({ slackUrl: null, effect: approval, ledger: null }, MARKER)],
      [`status, ${locale}`, reply({ kind: 'status', view: shown, deadlines: HOSTILE_OWED })],
      [`explain, ${locale}`, reply({ kind: 'explain', verdicts, view: shown })],
      [`stopped, ${locale}`, reply({ kind: 'stop', what: 'stop', by, reason: HOSTILE, cancels: true })],
      [
        `refused, ${locale}`,
        reply({
          kind: 'refused',
          to: by,
          what: HOSTILE,
          code,
          detail: HOSTILE,
          headSha: HEAD,
          labelName: HOSTILE,
          playbookUrl: 'javascript:1',
        }),
      ],
      [
        `rollback, ${locale}`,
        reply({
          kind: 'rollback',
          rollback: {
            state: 'failed',
            by: HOSTILE,
            runUrl: 'javascript:1',
            code: 'rollback_failed',
            detail: { say: 'answered', why: HOSTILE },
          },
          headSha: HEAD,
          labelName: HOSTILE,
          playbookUrl: 'javascript:1',
        }),
      ],
    ] as const;
  });

  test.each(hostile)('is inert in the %s', (_, body) => {
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

  test.each(hostile)('keeps every table row whole in the %s', (_, body) => {
    const rows = body.split('\n').filter((line) => line.startsWith('|'));
    const cells = rows.map((row) => row.replace(/\\./g, '').split('|').length);
    expect(new Set(cells).size).toBeLessThanOrEqual(1);
  });
});

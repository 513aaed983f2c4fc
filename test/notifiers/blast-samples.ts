import { type BlastInput, type BlastRadius, blastRadius } from '../../src/alerts/blast-radius.ts';
import type { BlastCommentEffect } from '../../src/effect/blast.ts';
import { input, item, items, job, ran, smoke } from '../alerts/blast-given.ts';
import { HEAD, HOSTILE, PULL } from './places.ts';

const given = (over: Partial<BlastInput>): BlastInput => input({ headSha: HEAD, ...over });
const verify = (over: Parameters<typeof ran>[0]) => ran({ headSha: HEAD, ...over });
const elsewhere = 'f0e1d2c3b4'.repeat(4);

/** Something of everything: each class, other PRs, handoffs, what is not known. */
export const FULL: BlastRadius = blastRadius(
  given({
    verify: verify({
      attempt: 2,
      failed: [
        job('verify (cli-domain-hr)', 'Run scenario', 'AssertionError: 3 of 7 answers differ'),
        job('langgraph-crm'),
        job('verify', 'Load the graph', 'timeout while loading cli-domain-bi'),
      ],
    }),
    verifyPassed: ['verify (codex-nest-api)'],
    runs: [
      smoke({
        headSha: HEAD,
        failed: [item('cli-domain-hr'), job('smoke', 'codex-nest-api')],
      }),
      smoke({ headSha: elsewhere, runId: 90, minute: 5, result: 'success' }),
      smoke({ headSha: elsewhere, runId: 80, minute: 4, result: 'success' }),
      ran({ runId: 190, headSha: elsewhere, pulls: [9], failed: [job('langgraph-crm')] }),
    ],
    reports: [
      {
        runId: 90,
        attempt: 1,
        items: items({
          'cli-domain-hr': 'ok',
          'cli-domain-crm': 'ok',
          'eslint-crm': 'skip',
          'codex-nest-api': 'ok',
          'cli-domain-bi': 'ok',
        }),
      },
      { runId: 80, attempt: 1, items: items({ 'cli-domain-hr': 'error', 'codex-nest-api': 'ok' }) },
    ],
    pulls: [
      { number: 7, headSha: HEAD, paths: ['templates/hr/a.md'] },
      { number: 9, headSha: elsewhere, paths: [] },
      { number: 12, headSha: 'c'.repeat(40), paths: ['templates/nest-api/a.md'] },
      { number: 13, headSha: 'd'.repeat(40), paths: null },
    ],
    handoffs: [
      { handoffId: 'h12', pull: 12, runUrl: 'https://github.com/octo/shop/actions/runs/99' },
      { handoffId: 'h7', pull: 7, runUrl: null },
    ],
  }),
);

/** Verify alone failed: Codex Smoke passed as a whole. */
export const GRAPH: BlastRadius = blastRadius(
  given({
    verify: verify({ failed: [job('verify', 'Run LangGraph')] }),
    runs: [smoke({ headSha: HEAD, result: 'success' })],
  }),
);

/** As little as can be known. */
export const NOTHING: BlastRadius = blastRadius(given({ verify: verify({ result: 'error' }) }));

export const HOSTILE_RADIUS: BlastRadius = {
  ...FULL,
  verify: {
    ...FULL.verify,
    url: 'javascript:alert(1)',
    failed: [item(HOSTILE), { ...job(HOSTILE, HOSTILE, HOSTILE), url: 'javascript:alert(1)' }],
  },
  rows: (['name', 'template', 'mention', null] as const).map((by) => ({
    name: HOSTILE,
    verify: 'failed',
    smoke: 'failed',
    items: by === null ? [] : ['x', HOSTILE, `${HOSTILE}!`],
    by,
    points: 'template',
    history: ['failed', 'unknown'],
  })),
  templates: [
    { name: HOSTILE, changedHere: true },
    { name: HOSTILE, changedHere: null },
  ],
  touched: [HOSTILE],
};

const RUN = { runId: 200, attempt: 3, url: 'https://github.com/octo/shop/actions/runs/200' };
export const PASSED_SINCE = { because: 'passed', run: RUN } as const;
export const PUSHED_SINCE = { because: 'pushed', headSha: elsewhere } as const;

export function blastEffect(over: Partial<BlastCommentEffect> = {}): BlastCommentEffect {
  return {
    kind: 'blast_comment',
    key: 'blast:1296269:7',
    pull: PULL,
    locale: 'en',
    blast: FULL,
    over: null,
    repositoryUrl: 'https://github.com/octo/shop',
    playbookUrl: 'https://github.com/octo/shop/blob/main/docs/ai/ops-playbooks.md',
    slackUrl: 'https://octo.slack.com/archives/C1/p1',
    ...over,
  };
}

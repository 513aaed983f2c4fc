import type { BlastRadius } from '../../alerts/blast-radius.ts';
import type { BlastRow } from '../../alerts/blast-rows.ts';
import { nameOf } from '../../alerts/smoke-items.ts';
import type { BlastCommentEffect, BlastOver } from '../../effect/blast.ts';
import { unreachable } from '../../errors.ts';
import type { Locale } from '../../policies/locale.ts';
import { historyText, POINTS_WORDS, STATUS_ICONS, STATUS_WORDS, UNKNOWN_WORDS } from './blast-words.ts';
import { type Both, listed, same, type Texts } from './locale.ts';
import { code, link, paragraphs, table, text } from './markdown.ts';
import { MAX_COMMENT } from './sticky.ts';

const MAX_NAME = 150;
const MAX_SAYS = 300;
const MAX_ITEMS = 5;

const WORDS = {
  failed: (head: string): Both => ({
    en: `💥 Blast radius: LangGraph Verify failed on ${head}`,
    ja: `💥 影響範囲: ${head} で LangGraph Verify が失敗`,
  }),
  passed: { en: '✅ Blast radius, over', ja: '✅ 影響範囲（解消済み）' },
  pushed: { en: '⏹️ Blast radius of an earlier commit', ja: '⏹️ 以前のコミットの影響範囲' },
  hasPassed: (run: string, attempt: number): Both => ({
    en: `LangGraph Verify has passed since: ${run}, attempt ${attempt}.`,
    ja: `その後 LangGraph Verify は成功しました: ${run}（${attempt} 回目）。`,
  }),
  wasPushed: (head: string): Both => ({
    en: `${head} was pushed since, and LangGraph Verify has not failed on it.`,
    ja: `その後 ${head} がプッシュされ、LangGraph Verify はそのコミットでは失敗していません。`,
  }),
  ended: { en: '⏹️ Blast radius of the past', ja: '⏹️ 影響範囲（終了）' },
  merged: { en: 'This pull request was merged.', ja: 'この PR はマージされました。' },
  closed: {
    en: 'This pull request was closed without being merged.',
    ja: 'この PR はマージされずにクローズされました。',
  },
  forgotten: {
    en: 'What had failed is not remembered any more.',
    ja: '失敗した内容の記録は残っていません。',
  },
  earlier: (head: string): Both => ({ en: `What failed on ${head}`, ja: `${head} で失敗した内容` }),
  run: (name: string, result: string, attempt: number): Both => ({
    en: `${name} ${result}, attempt ${attempt}`,
    ja: `${name} ${result}（${attempt} 回目）`,
  }),
  running: (name: string): Both => ({ en: `${name} still runs`, ja: `${name} 実行中` }),
  noSmoke: { en: 'no Codex Smoke run of this commit', ja: 'このコミットの Codex Smoke 実行なし' },
  scenario: { en: 'Scenario', ja: 'シナリオ' },
  lastRuns: { en: 'Last Codex Smoke runs', ja: '直近の Codex Smoke' },
  pointsTo: { en: 'Points to', ja: '切り分け' },
  itself: (items: string): Both => ({ en: `= ${items}`, ja: `= ${items}` }),
  sameTemplate: (items: string): Both => ({
    en: `same template as ${items}`,
    ja: `${items} と同じテンプレート`,
  }),
  mentions: (items: string): Both => ({
    en: `its message mentions ${items}`,
    ja: `メッセージに ${items} の記載あり`,
  }),
  newest: (runs: string): Both => ({
    en: `<sub>Last Codex Smoke runs, newest first, with failed of those known: ${runs}</sub>`,
    ja: `<sub>直近の Codex Smoke（新しい順、失敗数/判明数）: ${runs}</sub>`,
  }),
  details: { en: 'What failed in LangGraph Verify', ja: 'LangGraph Verify の失敗箇所' },
  log: { en: 'log', ja: 'ログ' },
  templates: (names: string): Both => ({
    en: `**Templates affected**: ${names}`,
    ja: `**影響を受けるテンプレート**: ${names}`,
  }),
  changedHere: (name: string): Both => ({
    en: `${name} (changed in this PR)`,
    ja: `${name}（この PR で変更）`,
  }),
  noTemplates: {
    en: '**Templates affected**: none could be told',
    ja: '**影響を受けるテンプレート**: 特定できません',
  },
  touched: (paths: string): Both => ({
    en: `**Changed in this PR**: ${paths}`,
    ja: `**この PR の変更**: ${paths}`,
  }),
  pulls: (names: string): Both => ({
    en: `**Other open PRs affected**: ${names}`,
    ja: `**影響を受ける他のオープン PR**: ${names}`,
  }),
  noPulls: {
    en: '**Other open PRs affected**: none found',
    ja: '**影響を受ける他のオープン PR**: 見つかりません',
  },
  same_failure: (name: string): Both => ({
    en: `${name} (fails in the same place)`,
    ja: `${name}（同じ箇所で失敗）`,
  }),
  same_template: (name: string): Both => ({
    en: `${name} (changes the same template)`,
    ja: `${name}（同じテンプレートを変更）`,
  }),
  handoffs: (names: string): Both => ({
    en: `**Handoffs in flight**: ${names}`,
    ja: `**進行中のハンドオフ**: ${names}`,
  }),
  noHandoffs: { en: '**Handoffs in flight**: none', ja: '**進行中のハンドオフ**: なし' },
  itsRun: { en: 'run', ja: '実行' },
  unknown: (items: string): Both => ({ en: `**Not known**\n${items}`, ja: `**不明な点**\n${items}` }),
  playbook: { en: 'playbook', ja: 'プレイブック' },
  cut: (count: number, run: string): Both => ({
    en: `… and ${count} more: see ${run}.`,
    ja: `… ほか ${count} 件（${run} を参照）`,
  }),
  keptUpToDate: {
    en: '<sub>This comment is kept up to date. Names are as the runs give them.</sub>',
    ja: '<sub>このコメントは自動で更新されます。名前は実行に記載されたものです。</sub>',
  },
} satisfies Texts;

/**
 * The comment on what a failed LangGraph Verify means (O2): the matrix, what it bears upon, and what is not known.
 * Where all does not fit, fewer rows and parts are shown, and the run is linked.
 *
 * @param marker hidden last line, by which the comment is found again
 */
export function blastText(effect: BlastCommentEffect, marker: string): string {
  const { rows = [], verify } = effect.blast ?? {};
  for (let most = Math.max(rows.length, verify?.failed.length ?? 0); ; most = Math.floor(most / 2)) {
    const body = whole(effect, most, marker);
    if (body.length <= MAX_COMMENT || most === 0) return body;
  }
}

function whole(effect: BlastCommentEffect, most: number, marker: string): string {
  const { blast, over, locale, playbookUrl, slackUrl } = effect;
  const body = blast === null ? null : radius(blast, effect, most);
  const links = [
    link(WORDS.playbook[locale], playbookUrl),
    ...(slackUrl === null ? [] : [link('Slack', slackUrl)]),
  ].join(' · ');
  const foot = paragraphs(links, WORDS.keptUpToDate[locale], marker);
  if (over === null) {
    const title = blast === null ? '' : `### ${WORDS.failed(head(blast.headSha))[locale]}`;
    return paragraphs(title, body, foot);
  }
  const fold =
    blast === null || body === null
      ? WORDS.forgotten[locale]
      : `<details>\n<summary>${WORDS.earlier(blast.headSha.slice(0, 12))[locale]}</summary>\n\n${body}\n\n</details>`;
  return paragraphs(...overText(over, locale), fold, foot);
}

function overText(over: BlastOver, locale: Locale): readonly string[] {
  switch (over.because) {
    case 'passed':
      return [
        `### ${WORDS.passed[locale]}`,
        WORDS.hasPassed(link('LangGraph Verify', over.run.url), over.run.attempt)[locale],
      ];
    case 'pushed':
      return [`### ${WORDS.pushed[locale]}`, WORDS.wasPushed(head(over.headSha))[locale]];
    case 'merged':
    case 'closed':
      return [`### ${WORDS.ended[locale]}`, WORDS[over.because][locale]];
    default:
      return unreachable(over);
  }
}

function radius(blast: BlastRadius, effect: BlastCommentEffect, most: number): string {
  const { locale } = effect;
  return paragraphs(
    runs(blast, locale),
    matrix(blast, most, locale),
    newestRuns(blast, locale),
    parts(blast, most, locale),
    templates(blast, locale),
    ...(effect.over === null
      ? [touched(blast, locale), pulls(blast, effect), handoffs(blast, effect), unknowns(blast, locale)]
      : []),
  );
}

function runs({ verify, smoke }: BlastRadius, locale: Locale): string {
  return [
    runText('LangGraph Verify', verify, locale),
    smoke === null ? WORDS.noSmoke[locale] : runText('Codex Smoke', smoke, locale),
  ].join(' · ');
}

function runText(
  name: string,
  { result, attempt, url }: NonNullable<BlastRadius['smoke']>,
  locale: Locale,
): string {
  const linked = link(name, url);
  return result === null ? WORDS.running(linked)[locale] : WORDS.run(linked, code(result), attempt)[locale];
}

function matrix(blast: BlastRadius, most: number, locale: Locale): string {
  const { rows, more, verify } = blast;
  if (rows.length === 0) return '';
  const head = [WORDS.scenario, same('Verify'), same('Codex Smoke'), WORDS.lastRuns, WORDS.pointsTo];
  const shown = rows.slice(0, most);
  const rest = rows.length - shown.length + more.rows;
  return paragraphs(
    table(
      head.map((word) => word[locale]),
      shown.map((row) => cells(row, locale)),
    ),
    rest === 0 ? null : WORDS.cut(rest, link('LangGraph Verify', verify.url))[locale],
  );
}

function cells(row: BlastRow, locale: Locale): readonly string[] {
  const about = aboutText(row);
  return [
    `${code(row.name, MAX_NAME)}${about === null ? '' : `<br>${about[locale]}`}`,
    `${STATUS_ICONS[row.verify]} ${STATUS_WORDS[row.verify][locale]}`,
    `${STATUS_ICONS[row.smoke]} ${STATUS_WORDS[row.smoke][locale]}`,
    historyText(row.history) || '—',
    POINTS_WORDS[row.points][locale],
  ];
}

/** The items that it was held against, where it is not one of them itself. */
function aboutText({ name, items, by }: BlastRow): Both | null {
  const others = items.filter((item) => item !== name);
  if (others.length === 0) return null;
  const shown = others.slice(0, MAX_ITEMS).map((item) => same(code(item, 80)));
  const { en, ja } = listed(shown, others.length - shown.length);
  const word = by === 'mention' ? WORDS.mentions : by === 'template' ? WORDS.sameTemplate : WORDS.itself;
  return { en: word(en).en, ja: word(ja).ja };
}

function newestRuns({ smokeRuns, rows }: BlastRadius, locale: Locale): string {
  if (rows.every(({ history }) => history.length === 0)) return '';
  return WORDS.newest(smokeRuns.map(({ runId, url }) => link(String(runId), url)).join(' '))[locale];
}

/** What failed, one line each, with what the job wrote about it; folded. */
function parts({ verify, more }: BlastRadius, most: number, locale: Locale): string {
  const shown = verify.failed.slice(0, most);
  const rest = verify.failed.length - shown.length + more.parts;
  if (shown.length === 0) return '';
  const lines = shown.map((part) => {
    const name = `- ${code(nameOf(part), MAX_NAME)}`;
    if (part.kind === 'item') return name;
    const says = part.says === null ? '' : `: ${text(part.says, MAX_SAYS)}`;
    return `${name} ${link(WORDS.log[locale], part.url)}${says}`;
  });
  const cut = rest === 0 ? [] : [`- ${WORDS.cut(rest, link('LangGraph Verify', verify.url))[locale]}`];
  const list = [...lines, ...cut].join('\n');
  return `<details>\n<summary>${WORDS.details[locale]}</summary>\n\n${list}\n\n</details>`;
}

function templates({ templates: affected, more }: BlastRadius, locale: Locale): string {
  if (affected.length === 0) return WORDS.noTemplates[locale];
  const names = affected.map(({ name, changedHere }) => {
    const shown = code(name, 80);
    return changedHere === true ? WORDS.changedHere(shown) : same(shown);
  });
  return WORDS.templates(listed(names, more.templates)[locale])[locale];
}

function touched({ touched: paths, more }: BlastRadius, locale: Locale): string {
  if (paths.length === 0) return '';
  const shown = paths.map((path) => same(code(path, MAX_NAME)));
  return WORDS.touched(listed(shown, more.touched)[locale])[locale];
}

type Where = Pick<BlastCommentEffect, 'locale' | 'repositoryUrl'>;

function pulls({ pulls: affected, more }: BlastRadius, { locale, repositoryUrl }: Where): string {
  if (affected.length === 0) return WORDS.noPulls[locale];
  const names = affected.map(({ number, because }) => WORDS[because](pullLink(number, repositoryUrl)));
  return WORDS.pulls(listed(names, more.pulls)[locale])[locale];
}

function handoffs({ handoffs: affected, more }: BlastRadius, { locale, repositoryUrl }: Where): string {
  if (affected.length === 0) return WORDS.noHandoffs[locale];
  const names = affected.map(({ pull, runUrl }) => {
    const name = pullLink(pull, repositoryUrl);
    return same(runUrl === null ? name : `${name} (${link(WORDS.itsRun[locale], runUrl)})`);
  });
  return WORDS.handoffs(listed(names, more.handoffs)[locale])[locale];
}

function unknowns({ unknown }: BlastRadius, locale: Locale): string {
  if (unknown.length === 0) return '';
  return WORDS.unknown(unknown.map((each) => `- ${UNKNOWN_WORDS[each][locale]}`).join('\n'))[locale];
}

function pullLink(number: number, repositoryUrl: string): string {
  return link(`#${number}`, `${repositoryUrl}/pull/${number}`);
}

function head(sha: string): string {
  return code(sha.slice(0, 12));
}

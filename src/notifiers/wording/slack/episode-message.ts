import type { DividerBlock, KnownBlock } from '@slack/web-api';
import type { EpisodeButton, EpisodeView } from '../../../effect/episode.ts';
import type { SlackEpisodeEffect } from '../../../effect/messages.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import type { Sending } from '../../notifier.ts';
import { headline } from '../episode/headline.ts';
import { standingOf, titleOf } from '../episode/names.ts';
import { type Both, joined, type Texts } from '../locale.ts';
import { blastLines } from './blast.ts';
import { type ButtonText, buttons } from './buttons.ts';
import { affected } from './episode-affected.ts';
import { did } from './episode-deeds.ts';
import { measured, measureFields } from './episode-measure.ts';
import { next, whoHasIt } from './episode-next.ts';
import { remarks } from './episode-remarks.ts';
import { code, link, moment, section, sections, text } from './mrkdwn.ts';

const WORDS = {
  severe: {
    en: 'Template generation and LangGraph Verify fail at the same time. Product and Security are told at once.',
    ja: 'テンプレート生成と LangGraph Verify が同時に失敗しています。Product と Security に即時報告します。',
  },
  since: { en: 'Since', ja: '発生時刻' },
  owner: { en: 'Who has it', ja: '担当者' },
  next: { en: 'Next', ja: '次の対応' },
  field: (label: Both, value: Both): Both => ({
    en: `*${label.en}*\n${value.en}`,
    ja: `*${label.ja}*\n${value.ja}`,
  }),
  playbook: { en: 'playbook', ja: 'プレイブック' },
  incident: (number: number): Both => ({
    en: `PagerDuty #${number}`,
    ja: `PagerDuty #${number}`,
  }),
  report: { en: 'Insights report', ja: 'Insights レポート' },
  ledger: (seq: number): Both => ({ en: `ledger ${seq}`, ja: `台帳 ${seq}` }),
} satisfies Texts;

const BUTTONS: Readonly<Record<EpisodeButton, ButtonText>> = {
  acknowledge: { label: { en: 'I have it', ja: '対応を引き受ける' }, style: 'primary' },
  rerun: { label: { en: 'Re-run once', ja: '1 回再実行' } },
  stop: {
    label: { en: 'Stop Auto Handoff', ja: 'Auto Handoff を停止' },
    style: 'danger',
    confirm: {
      en: 'Nothing new is handed off or approved in this repository until somebody of the AI Ops team resumes it. What runs goes on.',
      ja: 'AI Ops チームが再開するまで、このリポジトリでは新たなハンドオフと承認を行いません。実行中の処理は継続します。',
    },
  },
  resume: {
    label: { en: 'Resume Auto Handoff', ja: 'Auto Handoff を再開' },
    confirm: {
      en: 'Auto Handoff goes on in this repository, whether or not this is over.',
      ja: 'このリポジトリの Auto Handoff を再開します。問題が解消していない場合も再開されます。',
    },
  },
};

const DIVIDER: DividerBlock = { type: 'divider' };

/** The one message of an episode, within Block Kit's limits whatever is in it. It calls nobody: it is edited. */
export function episodeMessage(
  { view, episodeId, buttons: shown, shown: shownFor, locale }: SlackEpisodeEffect,
  ledger: Sending['ledger'],
): SlackText {
  const { episode } = view;
  const title = titleOf(episode)[locale];
  const mark = episode.rule === 'severe' ? [DIVIDER] : [];
  const blocks: KnownBlock[] = [
    ...mark,
    { type: 'header', text: { type: 'plain_text', text: title, emoji: true } },
    section(joined([place(view), ...severity(view), ...remarks(view)], '\n')[locale]),
    {
      type: 'section',
      fields: fields(view).map((field) => ({ type: 'mrkdwn', text: field[locale], verbatim: true })),
    },
    ...[...measured(view), affected(view), did(view)].map((each) => section(each[locale])),
    ...blast(view, locale),
    // What comes back when a button is pressed.
    ...buttons(shown, { texts: BUTTONS, locale, value: JSON.stringify([episodeId, shownFor]) }),
    {
      type: 'context',
      elements: [
        {
          type: 'mrkdwn',
          text: footer(view, { locale, ledgerSeq: ledger?.seq ?? view.ledgerSeq }),
          verbatim: true,
        },
      ],
    },
    ...mark,
  ];
  const { icon, word } = standingOf(episode);
  return { text: `${icon} ${word[locale]}: ${headline(episode.measure)[locale]} — ${name(view)}`, blocks };
}

function severity({ episode: { rule, state } }: EpisodeView): readonly Both[] {
  const isOver = state.kind === 'recovering' || state.kind === 'resolved';
  return rule === 'severe' && !isOver ? [WORDS.severe] : [];
}

function blast({ blast: told, repositoryUrl }: EpisodeView, locale: Locale): readonly KnownBlock[] {
  if (told === null) return [];
  return sections(blastLines(told.radius, { locale, repositoryUrl, commentUrl: told.commentUrl }));
}

function place(view: EpisodeView): Both {
  const linked = link(name(view), view.repositoryUrl);
  return { en: `*${linked}*`, ja: `*${linked}*` };
}

function name({ repository: { owner, repo } }: EpisodeView): string {
  return text(`${owner}/${repo}`, 140);
}

function fields(view: EpisodeView): readonly Both[] {
  const isOver = view.episode.state.kind === 'resolved';
  const rows: readonly (readonly [Both, Both])[] = [
    ...measureFields(view),
    [WORDS.since, moment(view.episode.openedAt)],
    ...(isOver && view.episode.acknowledged === null ? [] : [[WORDS.owner, whoHasIt(view)] as const]),
    ...(isOver ? [] : [[WORDS.next, next(view)] as const]),
  ];
  return rows.map(([label, value]) => WORDS.field(label, value));
}

/** Written as it is, for it is copied from here; in code, its colons make no picture. */
function idText(id: string): string {
  return /^[\w:]{1,200}$/.test(id) ? `\`${id}\`` : code(id, 200);
}

function footer(
  { episode, incident, insights, playbookUrl }: EpisodeView,
  { locale, ledgerSeq }: { readonly locale: Locale; readonly ledgerSeq: number | null },
): string {
  return [
    link(WORDS.playbook[locale], playbookUrl),
    ...(incident === null ? [] : [link(WORDS.incident(incident.number)[locale], incident.url)]),
    ...(insights === null ? [] : [link(WORDS.report[locale], insights.url)]),
    idText(episode.id),
    ...(ledgerSeq === null ? [] : [WORDS.ledger(ledgerSeq)[locale]]),
  ].join(' · ');
}

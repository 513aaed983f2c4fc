import type { DividerBlock, KnownBlock } from '@slack/web-api';
import type { EpisodeButton, EpisodeView } from '../../../effect/episode.ts';
import type { SlackEpisodeEffect } from '../../../effect/messages.ts';
import type { Locale } from '../../../policies/locale.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { headline } from '../episode/headline.ts';
import { standingOf, titleOf } from '../episode/names.ts';
import { type Both, joined, type Texts } from '../locale.ts';
import { type ButtonText, buttons } from './buttons.ts';
import { affected } from './episode-affected.ts';
import { did } from './episode-deeds.ts';
import { measured, measureFields } from './episode-measure.ts';
import { next, whoHasIt } from './episode-next.ts';
import { remarks } from './episode-remarks.ts';
import { code, link, moment, section, text } from './mrkdwn.ts';
import { requested } from './requested.ts';

const WORDS = {
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
export function episodeMessage({
  view,
  episodeId,
  buttons: shown,
  shown: shownFor,
  locale,
}: SlackEpisodeEffect): SlackText {
  const { episode } = view;
  const title = titleOf(episode)[locale];
  const mark = episode.rule === 'severe' ? [DIVIDER] : [];
  const blocks: KnownBlock[] = [
    ...mark,
    { type: 'header', text: { type: 'plain_text', text: title, emoji: true } },
    section(joined([place(view), ...remarks(view)], '\n')[locale]),
    {
      type: 'section',
      fields: fields(view).map((field) => ({ type: 'mrkdwn', text: field[locale], verbatim: true })),
    },
    ...[...measured(view), affected(view), did(view)].map((each) => section(each[locale])),
    ...requested(view.requests, locale).map(section),
    // What comes back when a button is pressed.
    ...buttons(shown, { texts: BUTTONS, locale, value: JSON.stringify([episodeId, shownFor]) }),
    { type: 'context', elements: [{ type: 'mrkdwn', text: footer(view, locale), verbatim: true }] },
    ...mark,
  ];
  const { icon, word } = standingOf(episode);
  return { text: `${icon} ${word[locale]} — ${name(view)}: ${headline(episode.measure)[locale]}`, blocks };
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
    [WORDS.owner, whoHasIt(view)],
    ...(isOver ? [] : [[WORDS.next, next(view)] as const]),
  ];
  return rows.map(([label, value]) => WORDS.field(label, value));
}

function footer(view: EpisodeView, locale: Locale): string {
  const { episode, incident, insights, ledgerSeq, playbookUrl } = view;
  return [
    link(WORDS.playbook[locale], playbookUrl),
    ...(incident === null ? [] : [link(WORDS.incident(incident.number)[locale], incident.url)]),
    ...(insights === null ? [] : [link(WORDS.report[locale], insights.url)]),
    code(episode.id, 200),
    ...(ledgerSeq === null ? [] : [WORDS.ledger(ledgerSeq)[locale]]),
  ].join(' · ');
}

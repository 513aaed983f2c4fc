import type { EpisodeNote, EpisodeView } from '../../../effect/episode.ts';
import type { SlackEpisodeNoteEffect } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import type { SlackText } from '../../../slack/messages.ts';
import { duration } from '../episode/duration.ts';
import { headline, takenMs } from '../episode/headline.ts';
import { PAGE_REASONS, RESULTS, ROLES, type Standing, standingOf } from '../episode/names.ts';
import { type Both, same, type Texts } from '../locale.ts';
import { pullLinks } from './episode-affected.ts';
import { acknowledgedLines, calledAgainLine, refusedLines } from './episode-calls.ts';
import { noRerunText, rerunResult } from './episode-deeds.ts';
import { insightsText } from './episode-insights.ts';
import { stopRemark } from './episode-remarks.ts';
import { statusLines } from './episode-status.ts';
import { approval, approvalPage, approvers, phases } from './episode-times.ts';
import { link, mentions, moment, sections } from './mrkdwn.ts';

const WORDS = {
  opened: ({ icon, word }: Standing, seen: Both): Both => ({
    en: `${icon} *${word.en}*. ${seen.en}.`,
    ja: `${icon} *${word.ja}*: ${seen.ja}`,
  }),
  confirmed: (seen: Both): Both => ({
    en: `🔴 *Confirmed*. ${seen.en}.`,
    ja: `🔴 *確定しました*: ${seen.ja}`,
  }),
  paged: (why: Both, seen: Both): Both => ({
    en: `📟 *Paging who is on call*: ${why.en}. ${seen.en}.`,
    ja: `📟 *オンコール担当を呼び出しています* （${why.ja}）: ${seen.ja}`,
  }),
  pagedFor: { en: 'it needs a person', ja: '担当者の対応が必要' },
  recovering: {
    en: '🟢 *Recovering*. Nothing is wrong any more; it is over once that has lasted for a few runs and 10 minutes.',
    ja: '🟢 *回復中*: 異常はなくなりました。正常な実行と 10 分の経過を確認して解消とします。',
  },
  resolved: (took: Both): Both => ({
    en: `✅ *Over* after ${took.en}. Nobody has to do anything.`,
    ja: `✅ *解消しました* （継続時間 ${took.ja}）。対応は不要です。`,
  }),
  flapping: {
    en: '〰️ *Flapping*: opened at least 3 times within 24 hours. Nobody is called for it until somebody presses *I have it* above.',
    ja: '〰️ *断続的に発生しています* （24 時間以内に 3 回以上）。上の *対応を引き受ける* が押されるまで、呼び出しは行いません。',
  },
  noData: (since: Both): Both => ({
    en: `❔ *No data*: no run that counts since ${since.en}. That is not taken for a recovery.`,
    ja: `❔ *データがありません*: ${since.ja} 以降、対象となる実行がありません。回復とはみなしません。`,
  }),
  reopened: (seen: Both): Both => ({
    en: `⚠️ *Wrong again*: it had begun to recover. ${seen.en}.`,
    ja: `⚠️ *再発しました* （回復中に再び異常を検知）: ${seen.ja}`,
  }),
  rerun: (workflow: Both, result: Both): Both => ({
    en: `🔁 The re-run of ${workflow.en} ${result.en}.`,
    ja: `🔁 ${workflow.ja} の再実行: ${result.ja}`,
  }),
  rerunBegan: (workflow: Both, due: Both): Both => ({
    en: `🔁 ${workflow.en} is re-run once. The bot waits for it until ${due.en}.`,
    ja: `🔁 ${workflow.ja} を 1 回再実行します。${due.ja} まで結果を待ちます。`,
  }),
  rerunning: (workflow: Both): Both => ({
    en: `🔁 ${workflow.en} is re-run once.`,
    ja: `🔁 ${workflow.ja} を 1 回再実行します。`,
  }),
  cancelsFirst: (workflow: Both): Both => ({
    en: `🔁 The slow run of ${workflow.en} is cancelled, then it is re-run once.`,
    ja: `🔁 遅延した ${workflow.ja} の実行をキャンセルし、1 回再実行します。`,
  }),
  noRerun: (why: Both): Both => ({ en: `⏭️ The bot ${why.en}.`, ja: `⏭️ ${why.ja}` }),
  leadTime: (seen: Both): Both => ({ en: `⏱️ ${seen.en}.`, ja: `⏱️ ${seen.ja}` }),
  approve: (who: Both, pull: Both, taken: Both): Both => ({
    en: `🙋 ${who.en === '' ? '' : `${who.en}: `}*please approve* ${pull.en}. Its handoff has taken ${taken.en} and waits for that.`,
    ja: `🙋 ${who.ja === '' ? '' : `${who.ja}: `}${pull.ja} の *承認をお願いします*。ハンドオフ開始から ${taken.ja}が経過し、承認待ちです。`,
  }),
  status: ({ icon, word }: Standing, seen: Both): Both => ({
    en: `${icon} *Status* (${word.en}). ${seen.en}.`,
    ja: `${icon} *状況報告* （${word.ja}）: ${seen.ja}`,
  }),
  late: (due: Both): Both => ({
    en: `❗ *This status is late*: it was due ${due.en}.`,
    ja: `❗ *報告が遅れました* （期限: ${due.ja}）`,
  }),
  ladder: (who: Both): Both => ({
    en: `📣 *${who.en}, please take this over*: PagerDuty cannot be reached, so you are called here.`,
    ja: `📣 *${who.ja}の対応をお願いします*: PagerDuty に接続できないため、Slack で呼び出しています。`,
  }),
  sre: { en: 'SRE (secondary)', ja: 'SRE（セカンダリ）' },
  platformPm: { en: 'Platform PM', ja: 'プラットフォーム PM ' },
  toldAtOnce: (seen: Both): Both => ({
    en: `🚨 *SEVERE: Product and Security, for your information*. ${seen.en}.`,
    ja: `🚨 *【重大障害】Product・Security への即時報告*: ${seen.ja}`,
  }),
} satisfies Texts;

const STEPS = { sre: WORDS.sre, platform_pm: WORDS.platformPm } as const;

/** A line in the thread of an episode, or a few. Whom it calls stands first: an edit would call nobody. */
export function episodeNoteText({ note, mentions: whom, locale }: SlackEpisodeNoteEffect): SlackText {
  const called = mentions(whom);
  const [first = '', ...rest] = said(note).map((each) => each[locale]);
  const line = called === '' ? first : `${called} ${first}`;
  return { text: line, blocks: sections([line, ...rest]) };
}

function said(note: EpisodeNote): readonly Both[] {
  switch (note.says) {
    case 'opened':
      return [opened(note.view)];
    case 'flapping':
      return [opened(note.view), WORDS.flapping];
    case 'confirmed':
      return [WORDS.confirmed(seenIn(note.view)), ...statusLines(note.view)];
    case 'reopened':
      return [WORDS.reopened(seenIn(note.view)), ...statusLines(note.view)];
    case 'paged':
      return [paged(note.view)];
    case 'told_at_once':
      return [WORDS.toldAtOnce(seenIn(note.view)), ...statusLines(note.view)];
    case 'recovering':
      return [WORDS.recovering];
    case 'resolved':
      return [resolved(note.view), ...stopRemark(note.view)];
    case 'no_data':
      return [WORDS.noData(moment(note.view.episode.noDataSince ?? note.view.episode.state.since))];
    case 'rerun':
      return [rerunText(note.view)];
    case 'lead_time_note':
    case 'approval_asked':
      return handoffText(note);
    case 'status':
      return [status(note.view), ...statusLines(note.view)];
    case 'status_late':
      return [WORDS.late(moment(note.dueAt)), status(note.view), ...statusLines(note.view)];
    case 'acknowledged':
      return acknowledgedLines(note);
    case 'ack_refused':
      return refusedLines(note);
    case 'called_again':
      return [...calledAgainLine(note.view), ...statusLines(note.view)];
    case 'ladder':
      return [WORDS.ladder(STEPS[note.step]), opened(note.view), ...statusLines(note.view)];
    case 'insights':
      return insightsText(note.insights);
    default:
      return unreachable(note);
  }
}

function seenIn({ episode }: EpisodeView): Both {
  return headline(episode.measure);
}

function opened(view: EpisodeView): Both {
  return WORDS.opened(standingOf(view.episode), seenIn(view));
}

function status(view: EpisodeView): Both {
  return WORDS.status(standingOf(view.episode), seenIn(view));
}

function paged(view: EpisodeView): Both {
  const { paged: call } = view.episode;
  return WORDS.paged(call === null ? WORDS.pagedFor : PAGE_REASONS[call.because], seenIn(view));
}

function resolved({ episode: { state, openedAt } }: EpisodeView): Both {
  return WORDS.resolved(duration(Date.parse(state.since) - Date.parse(openedAt)));
}

function rerunText(view: EpisodeView): Both {
  const { state, reruns } = view.episode;
  const last = reruns.at(-1);
  if (last === undefined) return seenIn(view);
  const { outcome } = last;
  switch (outcome.kind) {
    case 'not_done':
      return WORDS.noRerun(noRerunText(outcome.because));
    case 'cancelling':
      return WORDS.cancelsFirst(ROLES[last.role]);
    case 'pending':
      return state.kind === 'rerunning'
        ? WORDS.rerunBegan(ROLES[last.role], moment(state.until))
        : WORDS.rerunning(ROLES[last.role]);
    case 'overdue':
      return WORDS.rerun(ROLES[last.role], rerunResult(last) ?? same(''));
    case 'ended': {
      const result = RESULTS[outcome.result];
      const { url } = outcome.run;
      return WORDS.rerun(ROLES[last.role], { en: link(result.en, url), ja: link(result.ja, url) });
    }
    default:
      return unreachable(outcome);
  }
}

function handoffText({
  says,
  handoff,
  view: { episode, repositoryUrl },
}: Extract<EpisodeNote, { handoffId: string }>): readonly Both[] {
  const { measure } = episode;
  if (says === 'lead_time_note') {
    const limitMs = measure.rule === 'handoff_lead_time' ? measure.limitMs : 0;
    const seen = headline({ rule: 'handoff_lead_time', limitMs, late: [handoff] });
    return [WORDS.leadTime(seen), phases(handoff), ...approval(handoff)];
  }
  const pull = pullLinks([handoff.pull], repositoryUrl);
  const taken = duration(takenMs(handoff));
  return [WORDS.approve(approvers(handoff.waitsFor), pull, taken), ...approvalPage(handoff)];
}

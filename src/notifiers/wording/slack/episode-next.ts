import type { EpisodeNext, EpisodeView } from '../../../effect/episode.ts';
import { unreachable } from '../../../errors.ts';
import { type Both, joined, same, type Texts } from '../locale.ts';
import { approvers } from './episode-times.ts';
import { moment, text } from './mrkdwn.ts';

const MAX_NAMES = 3;

const WORDS = {
  warned: (at: Both): Both => ({
    en: `people are warned ${at.en} if it is still under way`,
    ja: `${at.ja} の時点で完了していなければ警告`,
  }),
  rerunDue: (at: Both): Both => ({
    en: `the bot waits for the re-run, until ${at.en}`,
    ja: `再実行の終了を待機（${at.ja} まで）`,
  }),
  approval: (who: Both): Both => ({
    en: `it waits for the approval of ${who.en}`,
    ja: `${who.ja} の承認待ち`,
  }),
  calledAt: (at: Both): Both => ({
    en: `somebody is called ${at.en} if it is still late`,
    ja: `${at.ja} の時点で遅延が続いていれば担当者を呼び出し`,
  }),
  failures: (pageAt: number, of: Both): Both => ({
    en: `somebody is called once two in a row, or ${pageAt}${of.en}, have failed after their re-run`,
    ja: `再実行後の失敗が 2 回連続するか、${of.ja}${pageAt} 件に達した場合に担当者を呼び出し`,
  }),
  ofWindow: (window: number): Both => ({ en: ` of ${window}`, ja: `直近 ${window} 件中 ` }),
  allFailures: {
    en: 'nobody is called before somebody has pressed *I have it*, unless the whole window fails after its re-runs',
    ja: '*対応を引き受ける* が押されるまで呼び出しなし（対象の実行がすべて再実行後も失敗した場合を除く）',
  },
  rerunSlow: {
    en: 'somebody is called if that is slow too, or does not end in time',
    ja: '再実行も遅延するか、時間内に終了しなければ担当者を呼び出し',
  },
  nextSlow: {
    en: 'somebody is called if the next run is slow too',
    ja: '次の実行も遅延した場合に担当者を呼び出し',
  },
  overAt: (at: Both): Both => ({
    en: `over ${at.en} if it stays good`,
    ja: `正常な状態が続けば ${at.ja} に解消`,
  }),
  overAfter: (runs: number): Both => ({
    en: `over after ${runs} more good ${runs === 1 ? 'run' : 'runs'}`,
    ja: `あと ${runs} 件の実行が成功すれば解消`,
  }),
  overAfterAndAt: (runs: number, at: Both): Both => ({
    en: `over after ${runs} more good ${runs === 1 ? 'run' : 'runs'}, ${at.en} at the earliest`,
    ja: `あと ${runs} 件の実行が成功すれば解消（早くて ${at.ja}）`,
  }),
  overSoon: { en: 'over soon if it stays good', ja: '正常な状態が続けば間もなく解消' },
  climbs: {
    en: 'PagerDuty goes on calling, one after the other, until somebody has it',
    ja: '担当者が決まるまで PagerDuty が順に呼び出し',
  },
  callAgain: (at: Both): Both => ({
    en: `the bot looks again, ${at.en}; if it is still wrong, somebody is called again`,
    ja: `${at.ja} に再確認し、異常が続いていれば再度呼び出し`,
  }),
  person: {
    en: 'a person has to act; the bot does no more by itself',
    ja: '担当者の対応待ち（ボットによる自動対応はありません）',
  },
  lookAgain: { en: 'the bot looks again when something changes', ja: '変化があれば再確認' },
  severeSpeaks: {
    en: 'the message of the severe one says what comes next',
    ja: '重大障害のメッセージを参照',
  },
  observes: {
    en: 'the bot only observes by now, and does no more by itself',
    ja: '監視のみ（ボットによる自動対応はありません）',
  },
  staysStopped: {
    en: 'Auto Handoff stays stopped until a person resumes it',
    ja: 'Auto Handoff は担当者が再開するまで停止',
  },
  nobody: { en: 'nobody yet', ja: '未定' },
  since: (who: string, at: Both): Both => ({
    en: `${who}, since ${at.en}`,
    ja: `${who}（${at.ja} から）`,
  }),
  called: (who: string): Both => ({
    en: `nobody yet; called: ${who}`,
    ja: `未定（呼び出し中: ${who}）`,
  }),
} satisfies Texts;

/** What comes next, in one line. */
export function next(view: EpisodeView): Both {
  return joined(
    view.next.map((step) => stepText(step, view)),
    { en: '; ', ja: '。' },
  );
}

function stepText(step: EpisodeNext, view: EpisodeView): Both {
  switch (step.what) {
    case 'warned':
      return WORDS.warned(moment(step.at));
    case 'rerun_due':
      return WORDS.rerunDue(moment(step.at));
    case 'approval':
      return WORDS.approval(approvers(step.of));
    case 'called_at':
      return WORDS.calledAt(moment(step.at));
    case 'called_when':
      return calledWhen(step.when, view);
    case 'over':
      return overText(step.runs, step.at);
    case 'climbs':
      return WORDS.climbs;
    case 'call_again':
      return WORDS.callAgain(moment(step.at));
    case 'person':
      return WORDS.person;
    case 'look_again':
      return WORDS.lookAgain;
    case 'severe_speaks':
      return WORDS.severeSpeaks;
    case 'observes':
      return WORDS.observes;
    case 'stays_stopped':
      return WORDS.staysStopped;
    default:
      return unreachable(step);
  }
}

function calledWhen(
  when: Extract<EpisodeNext, { what: 'called_when' }>['when'],
  { episode: { measure }, limits }: EpisodeView,
): Both {
  switch (when) {
    case 'failures':
      return WORDS.failures(limits.pageAt, 'window' in measure ? WORDS.ofWindow(measure.window) : same(''));
    case 'all_failures':
      return WORDS.allFailures;
    case 'rerun_slow':
      return WORDS.rerunSlow;
    case 'next_slow':
      return WORDS.nextSlow;
    default:
      return unreachable(when);
  }
}

function overText(runs: number, at: string | null): Both {
  if (runs === 0) return at === null ? WORDS.overSoon : WORDS.overAt(moment(at));
  return at === null ? WORDS.overAfter(runs) : WORDS.overAfterAndAt(runs, moment(at));
}

/** Who has it: whoever said so, in Slack or in PagerDuty; else whom PagerDuty has called. */
export function whoHasIt({ episode: { acknowledged }, incident }: EpisodeView): Both {
  if (acknowledged !== null) return WORDS.since(text(acknowledged.by, 60), moment(acknowledged.at));
  if (incident === null || incident.assignees.length === 0) return WORDS.nobody;
  const names = text(incident.assignees.slice(0, MAX_NAMES).join(', '), 150);
  return incident.status === 'triggered' ? WORDS.called(names) : same(names);
}

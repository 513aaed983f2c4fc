import type { HistoryNotice } from '../../../effect/messages.ts';
import { unreachable } from '../../../errors.ts';
import { referenceOf } from '../../../history/owed.ts';
import { type Hand, partsOf } from '../access-change.ts';
import { type Both, listed, same, type Texts, time } from '../locale.ts';
import { code, link, text } from './mrkdwn.ts';

const WORDS = {
  owed: (place: string, what: Both, how: Both): Both => ({
    en: `📝 *To be recorded* (${place}): ${what.en}. ${how.en}`,
    ja: `📝 *変更履歴を記録してください*（${place}）: ${what.ja}。${how.ja}`,
  }),
  reminder: (place: string, what: Both, how: Both): Both => ({
    en: `⏰ *Reminder: not recorded yet* (${place}): ${what.en}. ${how.en}`,
    ja: `⏰ *リマインド: 変更履歴が未記録です*（${place}）: ${what.ja}。${how.ja}`,
  }),
  missed: (place: string, what: Both, due: Both, how: Both): Both => ({
    en: `❗ *Not recorded within 24 hours* (${place}): ${what.en}. It was due at ${due.en}. ${how.en}`,
    ja: `❗ *24 時間以内に変更履歴が記録されませんでした*（${place}）: ${what.ja}。期限は ${due.ja} でした。${how.ja}`,
  }),
  settled: (place: string, what: Both, who: Both): Both => ({
    en: `✅ *Recorded* (${place}): ${what.en}. ${who.en}`,
    ja: `✅ *変更履歴を記録しました*（${place}）: ${what.ja}。${who.ja}`,
  }),
  merge: (pull: Both, due: Both): Both => ({
    en: `Merge ${pull.en} by ${due.en}.`,
    ja: `${due.ja} までに ${pull.ja}をマージしてください。`,
  }),
  mergeNow: (pull: Both): Both => ({ en: `Merge ${pull.en}.`, ja: `${pull.ja}をマージしてください。` }),
  byHand: (files: Both, reference: string, due: Both): Both => ({
    en: `No pull request is open for it: add a line with ${reference} to ${files.en} by ${due.en}.`,
    ja: `記録用の PR は開いていません。${due.ja} までに ${reference} を含む 1 行を ${files.ja} に追記してください。`,
  }),
  byHandNow: (files: Both, reference: string): Both => ({
    en: `No pull request is open for it: add a line with ${reference} to ${files.en}.`,
    ja: `記録用の PR は開いていません。${reference} を含む 1 行を ${files.ja} に追記してください。`,
  }),
  pull: { en: 'the pull request', ja: '記録用の PR ' },
  by: (who: string, note: string): Both => ({
    en: `By ${who}${note === '' ? '' : `: ${note}`}`,
    ja: `対応者: ${who}${note === '' ? '' : `（${note}）`}`,
  }),
  found: { en: 'The lines stand in the files', ja: 'ファイルへの記載を確認' },
  late: { en: 'after the deadline', ja: '期限後の記録' },
  proof: { en: 'Proof', ja: '証跡' },
} satisfies Texts;

/** A block holds 3000 characters. */
const HAND: Hand = { code, text, most: 5 };
const MAX_FILES = 3;

/** What has to be written down because secrets or permissions changed, and what became of it (P4). */
export function aboutHistory(notice: HistoryNotice): Both {
  const place = code(notice.place, 150);
  const parts = partsOf(notice.change, HAND).map(({ said }) => said);
  const what = listed(parts.slice(0, HAND.most), Math.max(0, parts.length - HAND.most));
  switch (notice.says) {
    case 'history_owed':
      return WORDS.owed(place, what, howTo(notice, true));
    case 'history_reminder':
      return WORDS.reminder(place, what, howTo(notice, true));
    case 'history_missed':
      return WORDS.missed(place, what, time(notice.dueAt), howTo(notice, false));
    case 'history_settled':
      return WORDS.settled(place, what, whoDid(notice));
    default:
      return unreachable(notice.says);
  }
}

function howTo({ pull, files, change, dueAt }: HistoryNotice, inTime: boolean): Both {
  const due = time(dueAt);
  if (pull?.isOpen === true) {
    const { url } = pull;
    const shown = { en: link(WORDS.pull.en, url), ja: `${link(WORDS.pull.ja.trim(), url)} ` };
    return inTime ? WORDS.merge(shown, due) : WORDS.mergeNow(shown);
  }
  const named = listed(
    files.slice(0, MAX_FILES).map((file) => same(code(file, 200))),
    Math.max(0, files.length - MAX_FILES),
  );
  const reference = code(referenceOf(change));
  return inTime ? WORDS.byHand(named, reference, due) : WORDS.byHandNow(named, reference);
}

function whoDid({ settled }: HistoryNotice): Both {
  if (settled === null) return same('');
  const { by, note, proof, isLate } = settled;
  const who = by === null ? WORDS.found : WORDS.by(text(by, 60), text(note ?? '', 200));
  const seen = proof === null ? null : { en: link(WORDS.proof.en, proof), ja: link(WORDS.proof.ja, proof) };
  const said = [who, ...(isLate ? [WORDS.late] : []), ...(seen === null ? [] : [seen])];
  return { en: said.map(({ en }) => en).join(' · '), ja: said.map(({ ja }) => ja).join(' · ') };
}

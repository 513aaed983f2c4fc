import { unreachable } from '../../errors.ts';
import type { LabelPutOn, LabelSeen } from '../../policies/said.ts';
import { type Both, time } from './locale.ts';

/** What G4 has seen. */
export function ofLabel(seen: LabelSeen): Both {
  switch (seen.say) {
    case 'label_replaced':
      return {
        en: 'the label of that name is not the one that was pinned',
        ja: '登録済みのものとは別の、同名のラベル',
      };
    case 'label_absent':
      return absent(seen.last);
    case 'label_by_unknown':
      return { en: 'who put it on could not be told', ja: '付与者を確認できず' };
    case 'label_author_unknown':
      return {
        en: 'the author of the PR is unknown, and must not be who put it on',
        ja: 'PR の作成者が不明（作成者自身による付与は無効）',
      };
    case 'label_head_unknown':
      return {
        en: 'for which head it was put on could not be told',
        ja: 'どのヘッドコミットに対する付与かを確認できず',
      };
    default:
      return putOn(seen);
  }
}

function absent(last: LabelPutOn | null): Both {
  if (last === null) return { en: 'not on the PR', ja: '未付与' };
  const before = putOn(last);
  return {
    en: `not on the PR; the last one was ${before.en}`,
    ja: `未付与。前回: ${before.ja}`,
  };
}

function putOn(seen: LabelPutOn): Both {
  switch (seen.say) {
    case 'label_by_bot':
      return {
        en: `put on by ${seen.login}, which is not a person`,
        ja: `${seen.login} が付与（個人アカウント以外）`,
      };
    case 'label_by_author':
      return { en: `put on by the author ${seen.login}`, ja: `作成者 ${seen.login} が付与` };
    case 'label_by_outsider':
      return {
        en: `put on by ${seen.login}, who is ${seen.invited ? 'only invited to' : 'not in'} the AI Ops team`,
        ja: `${seen.login} が付与（AI Ops チーム${seen.invited ? 'に招待中で未参加' : 'のメンバー以外'}）`,
      };
    case 'label_for_head': {
      const head = seen.headSha.slice(0, 12);
      return { en: `put on for ${head}`, ja: `別のヘッドコミット ${head} に対して付与` };
    }
    case 'label_before_push': {
      const [at, pushed] = [time(seen.at, 'second'), time(seen.pushedAt, 'second')];
      return {
        en: `put on at ${at.en}, head pushed at ${pushed.en}`,
        ja: `付与 ${at.ja}、ヘッドコミットのプッシュ ${pushed.ja}`,
      };
    }
    case 'label_before_base_change': {
      const [at, changed] = [time(seen.at, 'second'), time(seen.changedAt, 'second')];
      return {
        en: `put on at ${at.en}, base changed at ${changed.en}`,
        ja: `付与 ${at.ja}、ベースブランチの変更 ${changed.ja}`,
      };
    }
    case 'label_by_member': {
      const at = time(seen.at, 'second');
      return { en: `put on by ${seen.login} at ${at.en}`, ja: `${seen.login} が付与（${at.ja}）` };
    }
    default:
      return unreachable(seen);
  }
}

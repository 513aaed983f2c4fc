import type { HandoffSaid } from '../../effect/effect.ts';
import { unreachable } from '../../errors.ts';
import type { Locale } from '../../policies/locale.ts';
import { type Both, listed, same } from './locale.ts';

/** Why a handoff ended, as one line of plain text. */
export function handoffText(said: HandoffSaid, locale: Locale): string {
  return ofHandoff(said)[locale];
}

function ofHandoff(said: HandoffSaid): Both {
  switch (said.say) {
    case 'answered':
      return same(said.why);
    case 'concluded':
      return same(said.conclusion);
    case 'no_run_showed_up':
      return { en: 'no run showed up', ja: '実行が見つからず' };
    case 'seen_right_before':
      return { en: 'seen right before it was started', ja: '開始直前に確認' };
    case 'run_unreadable_to_its_end':
      return {
        en: 'the run could not be read until long after its end',
        ja: '終了予定を大幅に過ぎても実行を読み取れず',
      };
    case 'no_verify_run_started':
      return {
        en: 'Auto Handoff started no LangGraph Verify run',
        ja: 'Auto Handoff が LangGraph Verify を開始せず',
      };
    case 'gates_closed':
      return listed(
        said.gates.map(({ gate, code }) => same(`${gate} ${code}`)),
        0,
      );
    case 'new_head':
      return same(said.headSha);
    case 'new_base':
      return same(said.branch);
    case 'stopped_by':
      return said.reason === null ? same(said.by) : same(`${said.by}: ${said.reason}`);
    default:
      return unreachable(said);
  }
}

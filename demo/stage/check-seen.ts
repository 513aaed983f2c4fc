import type { CheckOutput } from '../github/model/check.ts';
import { plain } from './plain.ts';

/** One gate as the bot's check run shows it to people. */
export interface GateSeen {
  readonly gate: string;
  readonly icon: string;
  /** A code of `docs/reason-codes.md`. */
  readonly code: string;
  readonly seen: string;
}

/** What the bot's check run says, read from its text as people read it. */
export interface CheckSeen {
  /** `in_progress`, else the conclusion. */
  readonly state: string;
  readonly title: string;
  readonly gates: readonly GateSeen[];
  /** Paragraphs about the handoff, as plain text. */
  readonly handoff: readonly string[];
}

const ROW = /^\| (?<icon>\S+) \| \*\*(?<gate>G\d)\*\* .*?<br>`(?<code>\w+)` \| (?<seen>(?:\\.|[^|\\])*) \|/;

export function readCheck(
  state: string,
  { title, summary }: Pick<CheckOutput, 'title' | 'summary'>,
): CheckSeen {
  const paragraphs = (summary ?? '').split('\n\n');
  const about = paragraphs.findIndex((paragraph) => paragraph.startsWith('**Handoff**'));
  return {
    state,
    title: title ?? '',
    gates: (summary ?? '').split('\n').flatMap((line) => {
      const { icon = '', gate, code = '', seen = '' } = ROW.exec(line)?.groups ?? {};
      return gate === undefined ? [] : [{ icon, gate, code, seen: plain(seen) }];
    }),
    handoff: about < 0 ? [] : paragraphs.slice(about).map(plain),
  };
}

/** `G1 smoke_passed, G2 …`: the gates as one comparable line. */
export function codesOf(gates: readonly Pick<GateSeen, 'gate' | 'code'>[]): string {
  return gates.map(({ gate, code }) => `${gate} ${code}`).join(', ');
}

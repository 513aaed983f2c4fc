import { COMMANDS } from '../../../policies/commands.ts';
import type { Locale } from '../../../policies/locale.ts';
import { WHAT, WHO } from '../help.ts';
import type { Both, Texts } from '../locale.ts';
import { code, fromMarkdown } from './mrkdwn.ts';

const WORDS = {
  title: { en: '*AI Ops commands*', ja: '*AI Ops コマンド*' },
  command: (usage: string, what: string, who: string): Both => ({
    en: `• ${usage} ${what} For ${who}.`,
    ja: `• ${usage} ${what}（実行できる人: ${who}）`,
  }),
  everybody: { en: 'everybody', ja: '全員' },
  places: {
    en: "A place is `owner/repo#12` or the pull request's web address. `stop` and `resume` take `owner/repo` and `everywhere` as well; on one pull request they hold it and let it go.",
    ja: '対象は `owner/repo#12` または PR の URL で指定してください。`stop` と `resume` には `owner/repo` と `everywhere` も指定できます。PR を指定した場合は、その PR の保留と保留解除になります。',
  },
  everywhere: {
    en: 'To stop everywhere takes somebody who may write to one governed repository; to resume everywhere, a member of the AI Ops team of each.',
    ja: '`everywhere` の停止は、管理対象のいずれかのリポジトリへの書き込み権限を持つ人が実行できます。再開には、すべてのリポジトリの AI Ops チームの有効なメンバーである必要があります。',
  },
} satisfies Texts;

/** All commands with the places they take. */
export function helpText(locale: Locale): readonly string[] {
  return [
    WORDS.title[locale],
    ...COMMANDS.map(
      (command) =>
        WORDS.command(
          code(usage(command)),
          fromMarkdown(WHAT[command.name][locale]),
          fromMarkdown(whoMay(command)[locale]),
        )[locale],
    ),
    WORDS.places[locale],
    WORDS.everywhere[locale],
  ];
}

/** The list itself is about no repository in Slack, so that nobody has to be known to see it. */
function whoMay({ name, who }: (typeof COMMANDS)[number]): Both {
  return name === 'help' ? WORDS.everybody : WHO[who];
}

/** `/ai-ops handoff owner/repo#12 [sha]`. */
export function usage({ name, argument }: (typeof COMMANDS)[number]): string {
  const place = PLACES.get(name) ?? ' owner/repo#12';
  return `/ai-ops ${name}${place}${argument === null ? '' : ` ${argument.placeholder}`}`;
}

const PLACES: ReadonlyMap<string, string> = new Map([
  ['stop', ' owner/repo'],
  ['resume', ' owner/repo'],
  ['help', ''],
]);

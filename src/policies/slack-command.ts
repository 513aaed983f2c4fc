import { type CommandName, parseCommand } from './commands.ts';
import { isPull, type Place, type PullPlace, placeAt, placeOf } from './place.ts';

/** What a slash command asks for: a command of the one table, and where. */
export type SlackCommand =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'on_pull';
      readonly name: CommandName;
      readonly place: PullPlace;
      readonly argument: string | null;
    }
  /** A stop that is about no single pull request. */
  | {
      readonly kind: 'stop';
      readonly what: 'stop' | 'resume';
      readonly place: Place | 'everywhere';
      readonly argument: string | null;
    }
  /** `text` is what was written, on one line, from a person. */
  | { readonly kind: 'not_understood'; readonly text: string; readonly nearest: CommandName | null };

/**
 * Reads what follows the slash command: `<command> <place> [argument]`. The command line itself is that of a
 * comment, so what a comment does not understand is not understood here. A stop of one pull request is a hold.
 *
 * @param text as Slack sends it, escaped or not
 * @param webUrl base of GitHub's pages: the web address of a place is as good as its name
 */
export function parseSlackCommand(text: string, webUrl: string): SlackCommand {
  const line = plain(text);
  const [name = '', where = '', ...rest] = line.split(' ');
  if (name === '') return { kind: 'help' };
  const argument = unquoted(rest.join(' '));
  const parsed = parseCommand(`/ai-ops ${argument === '' ? name : `${name} ${argument}`}`);
  if (parsed.kind !== 'command') {
    const nearest = parsed.kind === 'none' ? null : parsed.nearest;
    return { kind: 'not_understood', text: line, nearest };
  }
  if (parsed.name === 'help') return { kind: 'help' };
  return (
    placed(parsed, placeIn(unquoted(where), webUrl)) ?? {
      kind: 'not_understood',
      text: line,
      nearest: parsed.name,
    }
  );
}

/** `null` where the command is not for such a place. */
function placed(
  command: { readonly name: CommandName; readonly argument: string | null },
  place: Place | 'everywhere' | null,
): SlackCommand | null {
  const { name, argument } = command;
  if (place === null) return null;
  if (place !== 'everywhere' && isPull(place))
    return { kind: 'on_pull', name: HOLDS.get(name) ?? name, place, argument };
  return name === 'stop' || name === 'resume' ? { kind: 'stop', what: name, place, argument } : null;
}

/** On one pull request, to stop is to hold. */
const HOLDS: ReadonlyMap<CommandName, CommandName> = new Map([
  ['stop', 'hold'],
  ['resume', 'unhold'],
]);

function placeIn(word: string, webUrl: string): Place | 'everywhere' | null {
  return word === 'everywhere' ? word : (placeOf(word) ?? placeAt(word, webUrl));
}

/** Where Slack links what it takes for an address, the address is meant; of a person or channel, the name. */
const LINK = /<([^<>|]*)(?:\|([^<>]*))?>/g;
const IS_ADDRESS = /^https?:/;
const ENTITIES: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];

/** One line as it was typed, with single spaces. */
function plain(text: string): string {
  const unlinked = text.replace(LINK, (_, target: string, label?: string) =>
    IS_ADDRESS.test(target) ? target : (label ?? target),
  );
  return ENTITIES.reduce((line, [entity, character]) => line.replaceAll(entity, character), unlinked)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|‘(.*)’|「(.*)」)$/;

/** Without the quotation marks around it, which many keyboards bend. */
function unquoted(words: string): string {
  const inner = QUOTED.exec(words)
    ?.slice(1)
    .find((group) => group !== undefined);
  return (inner ?? words).trim();
}

import type { CheckSeen, GateSeen } from './check-seen.ts';
import type { Deed, Deeds } from './deeds.ts';
import { plain } from './plain.ts';
import type { Teller } from './teller.ts';
import type { Row } from './terminal.ts';

type CheckDeed = Extract<Deed, { kind: 'check' }>;
type CommentDeed = Extract<Deed, { kind: 'comment' }>;
type DispatchDeed = Extract<Deed, { kind: 'dispatch' }>;

const REACTIONS: Readonly<Record<string, string>> = { eyes: '👀', rocket: '🚀', '-1': '👎' };
const MAX_REPLY = 160;

/** Tells what the bot does at GitHub, from what GitHub was asked. */
export class GitHubTeller implements Teller {
  readonly #deeds: Deeds;
  readonly #bot: string;
  #told = 0;
  #news: Row[] = [];
  readonly #shown = new Map<number, CheckSeen>();
  /** PR of each Auto Handoff run; a dispatch does not say for which it is, what the bot writes then does. */
  readonly #pullOf = new Map<number, number>();
  readonly #untold = new Map<number, DispatchDeed>();

  constructor(deeds: Deeds, bot: string) {
    this.#deeds = deeds;
    this.#bot = bot;
  }

  news(): readonly Row[] {
    this.#news = [];
    const { all } = this.#deeds;
    for (const deed of all.slice(this.#told)) this.#tellDeed(deed);
    this.#told = all.length;
    return this.#news;
  }

  #tellDeed(deed: Deed): void {
    if (deed.kind === 'check' || deed.kind === 'comment') this.#meetRuns(deed);
    if (deed.kind === 'dispatch') this.#untold.set(deed.run.id, deed);
    const text = this.#text(deed);
    if (text !== null) this.#say(this.#placeOf(deed), text);
  }

  #placeOf(deed: Deed): number | null {
    switch (deed.kind) {
      case 'check':
      case 'comment':
      case 'label':
        return deed.pull;
      case 'reaction':
        return deed.comment.pull.number;
      case 'cancel':
      case 'rerun':
        return this.#pullOf.get(deed.run.id) ?? this.#deeds.pullOn(deed.run.headBranch);
      default:
        return null;
    }
  }

  /** `null`: nothing to tell, or not yet. */
  #text(deed: Deed): string | null {
    switch (deed.kind) {
      case 'check':
        return this.#checkText(deed);
      case 'comment':
        return deed.isNew ? newComment(deed) : null;
      case 'label':
        return deed.on ? `puts ${deed.name} on` : `takes ${deed.name} off`;
      case 'reaction':
        return `reacts ${REACTIONS[deed.content] ?? deed.content} to ${deed.comment.author.login}`;
      case 'dispatch':
        return deed.answerLost ? "dispatches Auto Handoff; GitHub's answer is lost on the way" : null;
      case 'cancel':
        return `cancels run ${deed.run.id} of ${deed.run.workflow.name}`;
      case 'rerun':
        return `has run ${deed.run.id} of ${deed.run.workflow.name} run again`;
      case 'odd':
        return `odd: ${deed.what}`;
    }
  }

  /** A run that is named on a PR for the first time was started for it. */
  #meetRuns({ pull, names }: CheckDeed | CommentDeed): void {
    for (const run of names) {
      if (this.#pullOf.has(run.id)) continue;
      this.#pullOf.set(run.id, pull);
      const dispatch = this.#untold.get(run.id);
      this.#untold.delete(run.id);
      if (dispatch === undefined)
        this.#say(pull, `takes up run ${run.id}, which ${run.actor.login} started by hand`);
      else if (dispatch.answerLost)
        this.#say(pull, `looks for the run that was lost, finds ${run.id}, and starts no other`);
      else this.#say(pull, `every gate is open: dispatches Auto Handoff on ${dispatch.ref}, run ${run.id}`);
    }
  }

  #checkText({ pull, check }: CheckDeed): string | null {
    const before = this.#shown.get(pull);
    this.#shown.set(pull, check);
    const known = new Set(before?.gates.map(({ gate, code }) => `${gate} ${code}`));
    const changed = check.gates.filter(({ gate, code }) => !known.has(`${gate} ${code}`));
    const isNewTitle = before?.title !== check.title;
    if (!isNewTitle && before.state === check.state && changed.length === 0) return null;
    return [
      `check ${check.state.replaceAll('_', ' ')} · ${check.title}`,
      ...(changed.length === 0 ? [] : [briefly(changed)]),
      ...(isNewTitle && check.title.startsWith('Handoff failed') ? check.handoff : []),
    ].join('\n');
  }

  #say(pull: number | null, text: string): void {
    this.#news.push({ pull, who: this.#bot, text, by: 'bot' });
  }
}

function newComment({ purpose, text }: CommentDeed): string {
  switch (purpose) {
    case 'sticky':
      return 'writes its comment, which it keeps up to date from here on';
    case 'approval':
      return 'writes the @ai-ops approval comment, with the evidence for each gate';
    case 'blast':
      return 'writes a comment on what failed and what else that bears upon';
    default:
      return `answers: ${firstLines(text)}`;
  }
}

/** Gates with their codes; of a closed one also what was seen. */
function briefly(gates: readonly GateSeen[]): string {
  const closed = gates.filter(({ icon }) => icon === '❌');
  const others = gates.filter((gate) => !closed.includes(gate));
  const line = others.map(({ gate, icon, code }) => `${gate} ${icon} ${code}`).join('  ');
  return [
    ...(line === '' ? [] : [line]),
    ...closed.map((one) => `${one.gate} ❌ ${one.code}: ${one.seen}`),
  ].join('\n');
}

function firstLines(comment: string): string {
  const text = plain(comment.split('\n\n').slice(0, 2).join('\n')).replaceAll(/\s+/g, ' ');
  return text.length <= MAX_REPLY ? text : `${text.slice(0, MAX_REPLY).replace(/\s\S*$/, '')} …`;
}

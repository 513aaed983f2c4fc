import type { Pull } from '../../demo/github/model/pull.ts';
import type { Run } from '../../demo/github/model/run.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Episode, Rule } from '../../src/alerts/episode.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import type { Door } from './door.ts';
import { headerOf } from './slack-seen.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;

/** What the bot made of what runs in the customer's repository, and what people saw of it. */
export class Monitored {
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  /** Whatever is under way is done: looks are ten seconds apart, edits of a message fifteen. */
  async settle(): Promise<void> {
    await this.#door.settle();
    await this.#door.pass(40 * SECOND, 5 * SECOND);
    await this.#door.settle();
  }

  async episodes(rule: Rule): Promise<readonly Episode[]> {
    const memory = await this.#memory();
    return memory.episodes.filter((episode) => episode.rule === rule);
  }

  async episode(rule: Rule): Promise<Episode> {
    const found = (await this.episodes(rule)).at(-1);
    if (found === undefined) throw new Error(`no episode of ${rule}`);
    return found;
  }

  /** What was owed about it, settled or not. */
  async owed({ id }: Episode): Promise<Obligation | null> {
    const rows = await this.#door.database.sql
      .selectFrom('obligations')
      .select('body')
      .where('id', '=', `status:${id}`)
      .execute();
    return rows.map(({ body }): Obligation => JSON.parse(body))[0] ?? null;
  }

  /** Messages of their own about an episode: those with a header that are no handoff's. */
  parents(): readonly Message[] {
    return this.#messages().filter(
      (message) =>
        message.threadTs === null &&
        headerOf(message) !== null &&
        !(headerOf(message) ?? '').includes('Auto Handoff Started'),
    );
  }

  /** Blocks of the newest of them whose text says so, as text. */
  shown(what: RegExp): string {
    return JSON.stringify(this.parents().findLast(({ content }) => what.test(content.text))?.content.blocks);
  }

  /** Texts in the thread of a message, oldest first. */
  thread({ ts }: Message): readonly string[] {
    return this.#messages()
      .filter(({ threadTs }) => threadTs === ts)
      .map(({ content }) => content.text);
  }

  /** What PagerDuty has been told, oldest first: `<status> <title>`. */
  incidents(): readonly string[] {
    return this.#door.onCall.pagerDuty.world.incidents.map(({ status, title }) => `${status} ${title}`);
  }

  async entries(prefix = 'episode.'): Promise<readonly LedgerEntry[]> {
    const entries = await this.#door.store.ledger.entries(this.#door.customer.repository.id, 1, 10_000);
    return entries.filter(({ action }) => action.startsWith(prefix));
  }

  /** A Codex Smoke run that begins, goes on for a minute and ends so. */
  async smoke(pull: Pull, conclusion: 'success' | 'failure'): Promise<Run> {
    const run = this.#door.pipeline.smoke(pull, { conclusion });
    await this.settle();
    return run;
  }

  #messages(): readonly Message[] {
    return this.#door.workspace.channel.messages;
  }

  async #memory() {
    const memory = await this.#door.store.watches.memory(this.#door.customer.repository.id);
    if (memory === null) throw new Error('the App is not installed');
    return memory;
  }
}

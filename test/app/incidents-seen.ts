import type { Incident } from '../../demo/pagerduty/model/incident.ts';
import type { User } from '../../demo/pagerduty/model/people.ts';
import type { Message } from '../../demo/slack/model/channel.ts';
import type { Obligation } from '../../src/handoff/obligation.ts';
import type { LedgerEntry } from '../../src/store/store.ts';
import type { Door } from './door.ts';

/** What a test sees of incidents, and what people do at PagerDuty. */
export function seenIn(door: () => Door) {
  const all = (): readonly Message[] => door().workspace.channel.messages;
  const messageOf = (incident: Incident): Message | undefined =>
    all().find(
      ({ threadTs, content }) =>
        threadTs === null && content.text.startsWith(`[AI Ops] PagerDuty incident #${incident.number}:`),
    );
  const ledger = (repositoryId: number): Promise<readonly LedgerEntry[]> =>
    door().store.ledger.entries(repositoryId, 1, 10_000);
  return {
    open: (title: string, urgency: Incident['urgency'] = 'high'): Incident =>
      door().onCall.pagerDuty.openByHand(door().onCall.service, { title, urgency }),
    person: (name: string): User => {
      const found = door().onCall.pagerDuty.world.users.find((user) => user.name === name);
      if (found === undefined) throw new Error(`nobody is called ${name}`);
      return found;
    },
    messages: all,
    messageOf,
    shown: (incident: Incident): string => JSON.stringify(messageOf(incident)?.content.blocks ?? []),
    /** The line with its status in the thread of what the bot called for. */
    lineOf: (incident: Incident): Message | undefined =>
      all().find(
        ({ threadTs, content }) =>
          threadTs !== null && content.text.includes(`|PagerDuty incident #${incident.number}>*:`),
      ),
    thread: (incident: Incident): readonly string[] =>
      all()
        .filter(({ threadTs }) => threadTs !== null && threadTs === messageOf(incident)?.ts)
        .map(({ content }) => content.text),
    owed: async (incident: Incident): Promise<Obligation | undefined> => {
      const row = await door()
        .database.sql.selectFrom('obligations')
        .select('body')
        .where('id', '=', `status:incident:${incident.id}`)
        .executeTakeFirst();
      return row === undefined ? undefined : (JSON.parse(row.body) as Obligation);
    },
    actions: async (incident: Incident, repositoryId = 0): Promise<readonly string[]> =>
      (await ledger(repositoryId))
        .filter(({ data }) => JSON.stringify(data).includes(incident.id))
        .map(({ action }) => action),
    postedAfter: (incident: Incident): number => {
      const message = messageOf(incident);
      return message === undefined ? Number.NaN : Number(message.ts) * 1000 - incident.createdAt;
    },
  };
}

import type { ChangeEvent } from '../pagerduty/model/change.ts';
import type { Incident, LogEntry } from '../pagerduty/model/incident.ts';
import type { PagerDuty } from '../pagerduty/pagerduty.ts';
import { numberIn } from './pull-name.ts';
import type { Teller } from './teller.ts';
import type { Row } from './terminal.ts';

/** Tells what the bot sends to PagerDuty, and whom PagerDuty calls for it. */
export class PagerDutyTeller implements Teller {
  readonly #pagerDuty: PagerDuty;
  readonly #bot: string;
  /** How many lines of each incident's log were told. */
  readonly #told = new Map<Incident, number>();
  #changes = 0;
  #requests = 0;

  constructor(pagerDuty: PagerDuty, bot: string) {
    this.#pagerDuty = pagerDuty;
    this.#bot = bot;
  }

  news(): readonly Row[] {
    const { service, world } = this.#pagerDuty;
    const calls = service.requests.slice(this.#requests);
    const changes = world.changes.slice(this.#changes);
    this.#requests += calls.length;
    this.#changes += changes.length;
    return [
      ...calls
        .filter(({ fault }) => fault !== null)
        .map(({ path }) => this.#row(null, `calls PagerDuty in vain (${path})`)),
      ...world.incidents.flatMap((incident) => this.#incidentNews(incident)),
      ...changes.map((change) => this.#changed(change)),
    ];
  }

  #incidentNews(incident: Incident): readonly Row[] {
    const from = this.#told.get(incident) ?? 0;
    this.#told.set(incident, incident.log.length);
    return incident.log.slice(from).flatMap((entry) => this.#entryNews(incident, entry));
  }

  #entryNews({ number, title, urgency }: Incident, entry: LogEntry): readonly Row[] {
    const pull = numberIn(title);
    switch (entry.kind) {
      case 'trigger':
        return [this.#row(pull, `PagerDuty: triggers incident ${number}, ${entry.payload.summary}`)];
      case 'resolve':
        return [this.#row(pull, `PagerDuty: resolves incident ${number}`)];
      case 'notify': {
        const { user, schedule } = entry.notification;
        const onCall = schedule === null ? '' : `, who is on call for ${schedule.name}`;
        return [
          { pull, who: 'PagerDuty', text: `calls ${user.name}${onCall}; urgency ${urgency}`, by: 'runner' },
        ];
      }
      case 'acknowledge':
      case 'escalate':
      case 'assign':
      case 'annotate':
        return [];
    }
  }

  #changed({ summary }: ChangeEvent): Row {
    return this.#row(numberIn(summary), `PagerDuty: notes the change “${summary}”`);
  }

  #row(pull: number | null, text: string): Row {
    return { pull, who: this.#bot, text, by: 'bot' };
  }
}

import { pagerDutyEvents } from '../../src/pagerduty/events.ts';
import { Secret } from '../../src/secrets.ts';
import { TRIGGER } from './alerts.ts';
import { USER_AGENT } from './clients.ts';

/** A process that sends one event, says what came of it, and has nothing else to live for. */
const [host = '', key = ''] = process.argv.slice(2);
const events = pagerDutyEvents({ host, routingKey: () => new Secret(key), userAgent: USER_AGENT });
process.stdout.write(JSON.stringify(await events.enqueue(TRIGGER)));

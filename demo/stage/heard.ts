import type { Message } from '../slack/model/channel.ts';
import { isOfDoctor } from './alert-messages.ts';
import type { Sight } from './sight.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';

const REFUSED = 400;

/** Everything that Slack and PagerDuty got belongs to one of the scenes, and they took it. */
export function judgeHeard(sights: readonly Sight[], { services }: Stage, tally: Tally): void {
  judgeSlack(sights, services.workspace, tally);
  judgePagerDuty(sights, services.onCall.pagerDuty, tally);
}

function judgeSlack(
  sights: readonly Sight[],
  { slack, bot }: Stage['services']['workspace'],
  tally: Tally,
): void {
  const { world, service } = slack;
  const parents = sights
    .flatMap(({ slack: { handoffs, notices, episodes, incidents } }) =>
      [...handoffs, ...notices, ...episodes, ...incidents].map(({ message }) => message),
    )
    .filter(({ threadTs }) => threadTs === null);
  // Once a day: so it comes at most once.
  const ofDoctor = world.channels.flatMap(({ messages }) => messages).find(isOfDoctor);
  const whispered = sights.reduce((sum, { slack: { whispers } }) => sum + whispers.length, 0);
  const whispers = world.channels.flatMap(({ ephemerals }) => ephemerals);
  const isOfScene = (message: Message): boolean =>
    parents.filter((parent) => parent === message || parent.ts === message.threadTs).length === 1;
  tally.none(
    'messages in Slack that belong to no scene',
    world.channels
      .flatMap(({ messages }) => messages)
      .filter((message) => message.app === bot && !isOfScene(message) && message !== ofDoctor)
      .map(({ content }) => content.text),
  );
  tally.none(
    'what Slack showed to single people for no scene',
    whispers.length === whispered ? [] : whispers.map(({ content }) => content.text),
  );
  tally.none('calls and arguments that Slack does not know', world.unexpected);
  tally.none(
    'calls that Slack refused',
    service.requests
      .filter(({ outcome, fault }) => outcome !== 'ok' && fault === null)
      .map(({ method, outcome }) => `${method} → ${outcome}`),
  );
  tally.none(
    'what people did in Slack and the bot did not take',
    world.interactions
      .filter(({ outcome }) => outcome?.failed !== null)
      .map(({ words, outcome }) => `${words} → ${outcome?.failed ?? 'not answered'}`),
  );
}

function judgePagerDuty(
  sights: readonly Sight[],
  { world, service }: Stage['services']['onCall']['pagerDuty'],
  tally: Tally,
): void {
  const incidents = sights.flatMap(({ pagerDuty }) => pagerDuty.incidents.map(({ incident }) => incident));
  const changes = sights.flatMap(({ pagerDuty }) => pagerDuty.changes);
  tally.none(
    'incidents that belong to no scene',
    world.incidents.filter((incident) => !incidents.includes(incident)).map(({ title }) => title),
  );
  tally.none(
    'changes at PagerDuty that belong to no scene',
    world.changes.filter((change) => !changes.includes(change)).map(({ summary }) => summary),
  );
  tally.none('calls and fields that PagerDuty does not know', world.unexpected);
  tally.none(
    'events that came to nothing',
    world.dropped.map(({ action, dedupKey, why }) => `${action} of ${dedupKey}: ${why}`),
  );
  tally.none(
    'calls that PagerDuty refused',
    service.requests
      .filter(({ status, fault }) => (status ?? 0) >= REFUSED && fault === null)
      .map(({ method, path, status }) => `${method} ${path} → ${status}`),
  );
}

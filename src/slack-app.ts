import type { App, Receiver } from '@slack/bolt';
import { BUTTON_ACTION } from './effect/messages.ts';
import { SLACK_HANDLERS, type SlackEvent, type SlackHandlerDeps } from './handlers/slack/index.ts';
import { SILENT } from './slack/client.ts';
import type { Delivery } from './store/store.ts';

/** Hands a remembered delivery of Slack's to its handler. */
export type SlackDispatch = (delivery: Delivery) => Promise<void>;

type Listening = App<{ readonly delivery: Delivery }>;

/**
 * The Bolt application: each action and the slash command go to their one handler. No logic lives here.
 *
 * It is made when Slack first sends something: whoever does not use Slack need not load it, and what comes
 * later than the start is served as well.
 */
export function slackApplication(deps: SlackHandlerDeps): SlackDispatch {
  let made: Promise<Listening> | null = null;
  return async (delivery) => {
    made ??= listening(deps);
    const app = await made;
    await app.processEvent({ body: bodyOf(delivery), ack: acknowledged, customProperties: { delivery } });
  };
}

async function listening(deps: SlackHandlerDeps): Promise<Listening> {
  const { App } = await import('@slack/bolt');
  const app: Listening = new App({
    receiver: OUR_DOOR,
    authorize: nobody,
    tokenVerificationEnabled: false,
    convoStore: false,
    logger: SILENT,
  });
  app.action(new RegExp(`^${BUTTON_ACTION}:`), ({ body, context }) =>
    SLACK_HANDLERS.button(eventOf(body, context.delivery), withLog(deps, context.delivery)),
  );
  app.command('/ai-ops', ({ body, context }) =>
    SLACK_HANDLERS.command(eventOf(body, context.delivery), withLog(deps, context.delivery)),
  );
  // Bolt would log it and go on; whoever tries again, or keeps it for a person, must hear of it.
  app.error(async (error) => {
    throw error.original ?? error;
  });
  return app;
}

/** Deliveries come by our own door, which has remembered and answered them before Bolt hears of them. */
const OUR_DOOR: Receiver = {
  init: () => undefined,
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

function acknowledged(): Promise<void> {
  return Promise.resolve();
}

/** Handlers call nobody, so no token is looked up for them: one that Slack refuses must not keep people from being heard. */
function nobody(): Promise<object> {
  return Promise.resolve({});
}

function eventOf(payload: unknown, { guid, event, receivedAt }: Delivery): SlackEvent {
  return { guid, name: event, receivedAt, payload };
}

function withLog(deps: SlackHandlerDeps, { guid }: Delivery): SlackHandlerDeps {
  return { ...deps, log: deps.log.child({ delivery: guid }) };
}

/** The form as it was signed; what people press comes as JSON in one of its fields. */
function bodyOf({ body }: Delivery): Record<string, unknown> {
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : JSON.parse(payload);
}

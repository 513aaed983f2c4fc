import type { Probot } from 'probot';
import type { Event, HandlerDeps } from './handlers/handler.ts';
import { HANDLERS, type HandledEvent } from './handlers/index.ts';

/** The Probot application: each handled event goes to its one handler. No logic lives here. */
export function application(deps: HandlerDeps): (probot: Probot) => void {
  return (probot) => {
    for (const name of Object.keys(HANDLERS) as readonly HandledEvent[]) {
      probot.on(name, async (context) => {
        const event: Event = { guid: context.id, name, payload: context.payload };
        await HANDLERS[name](event, { ...deps, log: deps.log.child({ delivery: context.id }) });
      });
    }
  };
}

import { z } from 'zod';
import { BUTTONS } from '../policies/commands.ts';
import {
  type Handler,
  type HandlerDeps,
  installationPart,
  pullTarget,
  read,
  repositoryPart,
  userPart,
} from './handler.ts';
import { personFrom } from './pull-request.ts';

const suiteSchema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  check_suite: z.object({ head_sha: z.string(), app: z.object({ id: z.number() }).nullish() }),
});

/** Something ran on a commit: look at its PRs again. The bot's own suites are no news. */
export const checkSuite: Handler = async (event, deps) => {
  const payload = read(suiteSchema, event);
  if (payload.check_suite.app?.id === deps.appId && payload.action !== 'rerequested') return;
  await lookAgain(deps, payload, {
    headSha: payload.check_suite.head_sha,
    reason: `check_suite.${payload.action}`,
  });
};

const runSchema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  sender: userPart,
  check_run: z.object({
    id: z.number(),
    head_sha: z.string(),
    external_id: z.string().nullish(),
    app: z.object({ id: z.number() }).nullish(),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
});
type RunPayload = z.output<typeof runSchema>;

/** Check runs of others are hints; a button on the bot's own is a request by whoever pressed it. */
export const checkRun: Handler = async (event, deps) => {
  const payload = read(runSchema, event);
  const own = payload.check_run.app?.id === deps.appId;
  if (own && payload.action === 'requested_action')
    return press(deps, payload, payload.requested_action?.identifier ?? '');
  if (own && payload.action === 'rerequested') return press(deps, payload, BUTTONS.recheck);
  if (own) return;
  await lookAgain(deps, payload, {
    headSha: payload.check_run.head_sha,
    reason: `check_run.${payload.action}`,
  });
};

/** `external_id` is `<pr>:<base>:<handoff>`, set by the bot on its own check run: what the person was looking at. */
async function press(deps: HandlerDeps, payload: RunPayload, what: string): Promise<void> {
  const number = Number((payload.check_run.external_id ?? '').split(':', 1)[0]);
  if ((what !== BUTTONS.handoff && what !== BUTTONS.recheck) || !Number.isSafeInteger(number) || number <= 0)
    return;
  const { id, external_id, head_sha } = payload.check_run;
  const pull = pullTarget(payload, number);
  await deps.store.pulls.remember(pull, true);
  const isNew = await deps.store.commands.remember(
    pull,
    {
      id: `button:${id}:${external_id}:${payload.sender.id}:${what}`,
      repositoryId: pull.repositoryId,
      number,
      source: 'button',
      commentId: null,
      name: what,
      argument: null,
      by: personFrom(payload.sender),
      shownHeadSha: head_sha,
      at: new Date(deps.clock.now()).toISOString(),
    },
    [],
  );
  if (!isNew && what === BUTTONS.recheck) await deps.store.evaluations.request(pull, 'button.recheck');
}

async function lookAgain(
  deps: HandlerDeps,
  payload: Pick<RunPayload, 'installation' | 'repository'>,
  commit: { readonly headSha: string; readonly reason: string },
): Promise<void> {
  for (const pull of await deps.commitPulls.of(pullTarget(payload, 0), commit.headSha)) {
    await deps.store.evaluations.request(pull, commit.reason);
  }
}

import { isoNow } from '../../clock.ts';
import { CodedError, unreachable } from '../../errors.ts';
import { readRepositoryConfig } from '../../gather/config.ts';
import { readHistory } from '../../gather/history.ts';
import type { HistoryRecord, OwedHistory } from '../../store/store.ts';
import type { Channels } from '../announce-stop.ts';
import type { HandlerDeps } from '../handler.ts';
import { keepHistory } from './keep.ts';
import { openingOf } from './open.ts';

export interface HistoryDeps extends Pick<HandlerDeps, 'store' | 'github' | 'clock' | 'log'> {
  /** Which services there are to tell, as it is now. */
  readonly channels: () => Channels;
}

/**
 * Sees to the history of one change in one repository (P4): opens what is owed for it, then looks whether it was
 * written, reminds and tells.
 *
 * @param id of the obligation, as the store's `history` job names it
 * @throws {CodedError} where it cannot be known now; it is tried again
 */
export async function seeToHistory(id: string, deps: HistoryDeps): Promise<void> {
  const record = await deps.store.histories.load(id);
  switch (record.kind) {
    case 'noticed':
      return open(record, deps);
    case 'owed':
      return keep(record.owed, deps);
    case 'suspended':
      // What is owed is looked at when the App is taken up again; what was only noticed has nothing to be found by.
      if (record.isOwed) return;
      throw new CodedError(
        'AIOPS_SUSPENDED',
        `${id} waits: the App is suspended there; unsuspend it on GitHub`,
      );
    case 'gone':
      return;
    default:
      return unreachable(record);
  }
}

async function open(
  { repository, change }: Extract<HistoryRecord, { kind: 'noticed' }>,
  deps: HistoryDeps,
): Promise<void> {
  const name = `${repository.owner}/${repository.repo}`;
  const client = await deps.github(repository.installationId);
  const { kind, config, problems } = await readRepositoryConfig(client, repository);
  if (kind === 'unreadable' || kind === 'invalid')
    throw new CodedError(
      'AIOPS_CONFIG_UNUSABLE',
      `whether ${name} keeps a history cannot be known until its configuration is mended: ${problems[0] ?? kind}`,
    );
  const opening = openingOf({
    repository,
    change,
    config,
    now: isoNow(deps.clock),
    channels: deps.channels(),
  });
  deps.log.info(
    { repository: name, change: change.id, what: change.kind, owed: opening !== null },
    'a change of secrets or permissions',
  );
  if (opening !== null) await deps.store.histories.open(opening.detail, opening.commit);
}

/** A configuration that cannot be used stops no clock: its defaults say how the repository is spoken to. */
async function keep(owed: OwedHistory, deps: HistoryDeps): Promise<void> {
  const { repository, obligation } = owed;
  const client = await deps.github(repository.installationId);
  const { config } = await readRepositoryConfig(client, repository);
  const reading = await readHistory(client, owed);
  const commit = keepHistory({ owed, reading, config, now: isoNow(deps.clock), channels: deps.channels() });
  if (await deps.store.histories.keep(owed, commit)) return;
  throw new CodedError(
    'AIOPS_CONFLICT',
    `${obligation.id} changed while it was looked at; it is looked at again`,
  );
}

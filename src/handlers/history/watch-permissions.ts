import { codeOf, messageOf } from '../../errors.ts';
import { readInstallation } from '../../github/installation.ts';
import type { HandlerDeps } from '../handler.ts';
import { noticePermissions } from './notice-change.ts';

/** Looks at what each installation may do, in case the event that told of a change was lost. */
export async function watchPermissions(
  deps: Pick<HandlerDeps, 'store' | 'clock' | 'log' | 'asApp'>,
): Promise<void> {
  const repositories = await deps.store.installations.repositories();
  for (const id of new Set(repositories.map(({ installationId }) => installationId))) {
    try {
      const installation = await readInstallation(await deps.asApp(), id);
      await noticePermissions(installation, null, deps);
    } catch (error) {
      deps.log.warn(
        { code: codeOf(error), installation: id },
        `what the App may do there could not be read: ${messageOf(error)}`,
      );
    }
  }
}

import type { Probot } from 'probot';
import { readSettings, type Settings } from '../config/settings.ts';
import { Sources } from '../config/sources.ts';
import { CodedError } from '../errors.ts';
import { createLog } from '../log.ts';

/** The App at GitHub, and the settings by which it is there. */
export interface SignedIn {
  readonly probot: Probot;
  readonly appId: number;
  readonly settings: Settings;
  readonly sources: Sources;
}

/**
 * Signs in at GitHub as the App, for one command.
 *
 * @throws {CodedError} AIOPS_SETTINGS, AIOPS_NO_APP, AIOPS_CREDENTIALS_UNREADABLE
 */
export async function signedIn(): Promise<SignedIn> {
  const sources = new Sources(process.env);
  const found = await sources.read();
  const read = readSettings(found.values, found);
  if (!read.ok) throw new CodedError('AIOPS_SETTINGS', read.problems.join('\n'));
  const { settings } = read;
  const { app, github } = settings;
  if (app === null)
    throw new CodedError(
      'AIOPS_NO_APP',
      'no App is configured; make one with `npm start`, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET as the bot has them',
    );
  // Loaded here alone: Probot and all that hangs on it would make every other command slow to start.
  const { probotOf } = await import('../github/app.ts');
  const probot = probotOf({
    appId: app.id,
    privateKey: app.privateKey,
    apiUrl: github.apiUrl,
    // What fails is told in one line by the command itself.
    log: createLog({ level: 'silent' }),
  });
  return { probot, appId: app.id, settings, sources };
}

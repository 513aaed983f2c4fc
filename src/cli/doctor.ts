import { fileURLToPath } from 'node:url';
import { systemClock, systemTimer } from '../clock.ts';
import type { Settings } from '../config/settings.ts';
import { CHECKS } from '../doctor/checks.ts';
import type { DoctorDeps, StoreAccess } from '../doctor/deps.ts';
import { examine, gitHubWasNotAsked } from '../doctor/examine.ts';
import { pagerDutySetUp, secretsSetUp } from '../doctor/set-up.ts';
import { Subject } from '../doctor/subject.ts';
import { countsOf } from '../effect/finding.ts';
import { codeOf, messageOf } from '../errors.ts';
import { PAGERDUTY_PATH } from '../ingress/pagerduty.ts';
import { createLog } from '../log.ts';
import { slackFor } from '../slack/client.ts';
import { isEmbeddedStore } from '../store/embedded-engine.ts';
import { openStore } from '../store/open.ts';
import { VERSION } from '../version.ts';
import { readManifest, WEBHOOK_PATH } from '../web/app-manifest.ts';
import { findingLines } from './finding-lines.ts';
import { fail, type OutputOptions, print } from './output.ts';
import { namedRepository } from './place.ts';
import { signedIn } from './with-app.ts';

const MANIFEST = fileURLToPath(new URL('../../app.yml', import.meta.url));
const USER_AGENT = `ai-ops-bot/${VERSION}`;

/**
 * Looks at every precondition of the runbook for one repository (P1), against the services themselves. Exit
 * code 0 where all hold or only need a look, 1 where one does not hold, 2 where nothing could be looked at, or
 * GitHub not be asked: a script that goes on with 0 must not go on without an answer.
 */
export async function doctor(name: string, options: OutputOptions): Promise<void> {
  try {
    const place = namedRepository(name);
    const { deps, close } = await setUp();
    try {
      const findings = await examine(CHECKS, new Subject(place, deps));
      const counts = countsOf(findings);
      print(options, { repository: name, counts, findings }, findingLines(name, findings));
      if (counts.fail > 0) process.exitCode = 1;
      else if (gitHubWasNotAsked(findings) !== null) process.exitCode = 2;
    } finally {
      await close();
    }
  } catch (error) {
    fail(error);
    process.exitCode = 2;
  }
}

/** @throws {CodedError} AIOPS_SETTINGS, AIOPS_NO_APP: where there is nobody to ask as */
async function setUp(): Promise<{ readonly deps: DoctorDeps; readonly close: () => Promise<void> }> {
  const { probot, appId, settings, sources } = await signedIn();
  const { default_permissions: permissions, default_events: events } = readManifest(MANIFEST);
  const { publicUrl } = settings.http;
  const store = await storeOf(settings);
  return {
    deps: {
      github: {
        app: () => probot.auth(),
        installed: (id) => probot.auth(id),
        appId,
        permissions,
        events,
        webhookUrl: publicUrl === null ? null : `${publicUrl}${WEBHOOK_PATH}`,
        apiUrl: settings.github.apiUrl,
        download: fetch,
      },
      slack: slackFor(() => settings.slack),
      pagerduty: () =>
        pagerDutySetUp(settings.pagerduty, {
          userAgent: USER_AGENT,
          webhookUrl: publicUrl === null ? null : `${publicUrl}${PAGERDUTY_PATH}`,
        }),
      secrets: secretsSetUp(settings.aws, () => sources.read()),
      store,
      stop: settings.stop,
      nodeVersion: process.version,
      clock: systemClock,
      timer: systemTimer,
    },
    close: async () => {
      if (store.kind === 'open') await store.store.close();
    },
  };
}

/** The embedded store belongs to one process: while the bot runs, nobody else looks into it. */
async function storeOf({ databaseUrl, dataDir }: Settings): Promise<StoreAccess> {
  if (databaseUrl === null && !isEmbeddedStore(dataDir))
    return { kind: 'closed', why: `there is no store in ${dataDir} yet` };
  try {
    const store = await openStore({
      ...(databaseUrl === null ? {} : { databaseUrl: databaseUrl.expose() }),
      dataDir,
      clock: systemClock,
      log: createLog({ level: 'silent' }),
    });
    return { kind: 'open', store };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'AIOPS_DATA_DIR_IN_USE')
      return { kind: 'closed', why: 'the running bot has the store, and looks into it once a day itself' };
    return { kind: 'down', why: `${code}: ${messageOf(error)}` };
  }
}

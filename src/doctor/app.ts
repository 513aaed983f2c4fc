import type { Finding } from '../effect/finding.ts';
import type { Installation } from '../github/app.ts';
import { type Check, finding, orOk } from './check.ts';
import type { DoctorDeps } from './deps.ts';

/** P2: what the App was granted against what app.yml asks for. */
export const appCheck: Check = {
  ids: [
    'app_installed',
    'app_active',
    'app_permissions',
    'app_permissions_spare',
    'app_events',
    'app_events_spare',
  ],
  look: async (subject) => {
    const { installation } = await subject.met();
    if (installation === null) {
      const seen = 'GitHub knows no installation of this App there, or no such repository';
      return [finding('app_installed', 'fail', seen, subject.name)];
    }
    return judgeInstallation(installation, subject.deps.github);
  },
};

/** What is granted beyond what is asked for is a warning: the bot works, and a stolen key could do more. */
export function judgeInstallation(
  { id, account, suspended, permissions, events }: Installation,
  wanted: Pick<DoctorDeps['github'], 'permissions' | 'events'>,
): readonly Finding[] {
  const missing = Object.entries(wanted.permissions).filter(
    ([name, access]) => !includes(permissions[name], access),
  );
  const spare = Object.entries(permissions).filter(
    ([name, access]) => !includes(wanted.permissions[name], access),
  );
  const missingEvents = wanted.events.filter((event) => !events.includes(event));
  const spareEvents = events.filter((event) => !wanted.events.includes(event));
  return [
    finding('app_installed', 'ok', `installation ${id} of ${account}`),
    suspended
      ? finding('app_active', 'fail', 'suspended: GitHub answers nothing and sends nothing', account)
      : finding('app_active', 'ok', 'active'),
    ...orOk(
      missing.map(([name, access]) =>
        finding('app_permissions', 'fail', `granted is ${permissions[name] ?? 'none'}`, `${name}: ${access}`),
      ),
      finding('app_permissions', 'ok', `${Object.keys(wanted.permissions).length} of app.yml are granted`),
    ),
    ...orOk(
      spare.map(([name, access]) =>
        finding(
          'app_permissions_spare',
          'warn',
          `app.yml asks for ${wanted.permissions[name] ?? 'none'}`,
          `${name}: ${access}`,
        ),
      ),
      finding('app_permissions_spare', 'ok', 'none'),
    ),
    ...orOk(
      missingEvents.map((event) => finding('app_events', 'fail', 'not subscribed', event)),
      finding('app_events', 'ok', `${wanted.events.length} of app.yml are subscribed`),
    ),
    ...orOk(
      spareEvents.map((event) => finding('app_events_spare', 'warn', 'app.yml does not have it', event)),
      finding('app_events_spare', 'ok', 'none'),
    ),
  ];
}

function includes(granted: string | undefined, access: string): boolean {
  return granted === 'write' || granted === access;
}

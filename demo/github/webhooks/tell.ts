import { accountJson, organizationJson } from '../json/account.ts';
import { installationJson } from '../json/app.ts';
import { repositoryJson } from '../json/repository.ts';
import { type Account, isOrganization } from '../model/account.ts';
import { type AppIdentity, covers, type Installation } from '../model/app.ts';
import type { Delivery } from '../model/delivery.ts';
import { nodeId } from '../model/ids.ts';
import type { Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';

export interface Telling {
  readonly event: string;
  readonly action?: string;
  readonly sender: Account;
  readonly payload: object;
  /** Only this App is told: its own buttons, its own suites. */
  readonly only?: AppIdentity;
}

/** Queues the webhook for every App that is installed on the repository and subscribes to the event. */
export function tell(world: World, repository: Repository, telling: Telling): void {
  const guid = world.ids.guid();
  for (const installation of world.installations) {
    if (installation.suspendedAt !== null || !covers(installation, repository)) continue;
    if (telling.only !== undefined && telling.only !== installation.app) continue;
    if (!subscribes(installation, telling.event)) continue;
    const payload = {
      ...head(telling),
      ...telling.payload,
      repository: repositoryJson(world, repository),
      ...owner(world, repository.owner),
      sender: accountJson(world, telling.sender),
      installation: { id: installation.id, node_id: nodeId('MDIzOk', installation.id) },
    };
    queue(world, { guid, installation, repository, telling, body: JSON.stringify(payload) });
  }
}

/** Queues an event about an installation itself; Apps get these without asking, even while suspended. */
export function tellInstallation(world: World, installation: Installation, telling: Telling): void {
  const payload = {
    ...head(telling),
    installation: installationJson(world, installation),
    ...telling.payload,
    sender: accountJson(world, telling.sender),
  };
  const guid = world.ids.guid();
  queue(world, { guid, installation, repository: null, telling, body: JSON.stringify(payload) });
}

/** The same event once more, as `POST /app/hook/deliveries/{id}/attempts` asks for. */
export function redeliver(world: World, delivery: Delivery): Delivery {
  return enqueue(world, {
    ...delivery,
    id: world.ids.delivery(),
    redelivery: true,
    outcome: null,
    queuedAt: world.clock.now(),
  });
}

function head({ action }: Telling): { readonly action?: string } {
  return action === undefined ? {} : { action };
}

function owner(world: World, account: Account): object {
  return isOrganization(account) ? { organization: organizationJson(world, account) } : {};
}

/** Whoever may write checks hears of checks, asked or not. */
function subscribes({ app }: Installation, event: string): boolean {
  const automatic = (event === 'check_run' || event === 'check_suite') && app.permissions.checks === 'write';
  return automatic || app.events.includes(event);
}

interface Queued {
  readonly guid: string;
  readonly installation: Installation;
  readonly repository: Repository | null;
  readonly telling: Telling;
  readonly body: string;
}

function queue(world: World, { guid, installation, repository, telling, body }: Queued): void {
  enqueue(world, {
    id: world.ids.delivery(),
    guid,
    app: installation.app,
    installation,
    repository,
    event: telling.event,
    action: telling.action ?? null,
    body,
    redelivery: false,
    queuedAt: world.clock.now(),
    outcome: null,
  });
}

function enqueue(world: World, delivery: Delivery): Delivery {
  world.deliveries.push(delivery);
  world.onDelivery(delivery);
  return delivery;
}

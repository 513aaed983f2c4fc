import type { WebClient } from '@slack/web-api';
import type { SecretsManager } from '../aws/secrets-manager.ts';
import type { Clock, Timer } from '../clock.ts';
import type { GitHubClient, GitHubFor } from '../github/client.ts';
import type { PagerDutyRest } from '../pagerduty/rest.ts';
import type { Secret } from '../secrets.ts';
import type { Store } from '../store/store.ts';

/** PagerDuty as it is set up now. */
export interface PagerDutySetUp {
  readonly routingKey: Secret | null;
  /** Name of the service that the bot's incidents belong to. */
  readonly service: string;
  /** Who is to be called, one a level, by the name or id of the schedule or user. */
  readonly ladder: readonly string[];
  /** `null` where there is no token to ask with. */
  readonly rest: PagerDutyRest | null;
  /** It can check the signature of webhooks. */
  readonly hasWebhookSecret: boolean;
  /** There is a user in whose name notes are written. */
  readonly hasFrom: boolean;
  /** Where webhooks are to arrive; `null` where PUBLIC_URL is not set. */
  readonly webhookUrl: string | null;
}

/** What the doctor knows of the secrets of others. */
export interface SecretsSetUp {
  /** Reads the bot's own credentials again: one line for each that cannot be read, the variable first; never a value. */
  readonly own: () => Promise<{ readonly from: readonly string[]; readonly problems: readonly string[] }>;
  /** Names or ARNs of the secrets of which only the metadata may be read. */
  readonly watched: readonly string[];
  readonly manager: Pick<SecretsManager, 'description'>;
}

/** The bot's own memory, as far as it can be looked into from here. */
export type StoreAccess =
  | { readonly kind: 'open'; readonly store: Store }
  /** It is somebody else's at the moment, or there is none yet; `why` says which. */
  | { readonly kind: 'closed'; readonly why: string }
  | { readonly kind: 'down'; readonly why: string };

/** The services and settings that the doctor looks at. */
export interface DoctorDeps {
  readonly github: {
    /** As the App itself. */
    readonly app: () => Promise<GitHubClient>;
    readonly installed: GitHubFor;
    readonly appId: number;
    /** What app.yml asks for. */
    readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
    readonly events: readonly string[];
    /** Where webhooks are to arrive; `null` where PUBLIC_URL is not set. */
    readonly webhookUrl: string | null;
    /** Base address of the API, whose own host may serve artifacts. */
    readonly apiUrl: string;
    /** A fetch without credentials. */
    readonly download: typeof fetch;
  };
  /** `null` where Slack is not set up. */
  readonly slack: () => { readonly client: WebClient; readonly channel: string } | null;
  /** `null` where PagerDuty is not set up. */
  readonly pagerduty: () => PagerDutySetUp | null;
  readonly secrets: SecretsSetUp;
  readonly store: StoreAccess;
  /** The switches that need no store. */
  readonly stop: { readonly always: boolean; readonly file: string | null };
  /** `process.version`. */
  readonly nodeVersion: string;
  readonly clock: Clock;
  readonly timer: Timer;
}

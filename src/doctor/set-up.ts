import { SecretsManager } from '../aws/secrets-manager.ts';
import type { AwsSettings } from '../config/aws-settings.ts';
import type { PagerDutySettings } from '../config/pagerduty-settings.ts';
import type { Found } from '../config/secret-files.ts';
import { pagerDutyRest } from '../pagerduty/rest.ts';
import type { PagerDutySetUp, SecretsSetUp } from './deps.ts';

/**
 * PagerDuty by the settings of now; `null` where it is not set up.
 *
 * @param about.webhookUrl where its webhooks are to arrive; `null` where that is not known
 */
export function pagerDutySetUp(
  settings: PagerDutySettings | null,
  about: { readonly userAgent: string; readonly webhookUrl: string | null },
): PagerDutySetUp | null {
  if (settings === null) return null;
  const { userAgent, webhookUrl } = about;
  const { routingKey, service, ladder, apiToken, apiUrl, from, webhookSecrets } = settings;
  const rest =
    apiToken === null ? null : pagerDutyRest({ apiUrl, apiToken: () => apiToken, from: null, userAgent });
  const hasWebhookSecret = webhookSecrets.length > 0;
  return { routingKey, service, ladder, rest, hasWebhookSecret, hasFrom: from !== null, webhookUrl };
}

/** @param read reads all sources of settings as they are now */
export function secretsSetUp(aws: AwsSettings | null, read: () => Promise<Found>): SecretsSetUp {
  return {
    own: async () => {
      const { origins, problems } = await read();
      return { from: [...new Set(Object.values(origins))], problems };
    },
    watched: aws?.watchedIds ?? [],
    manager: new SecretsManager({ endpoint: aws?.endpoint ?? null }),
  };
}

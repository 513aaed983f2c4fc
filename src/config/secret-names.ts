/**
 * What may come from a secret store: credentials, and nothing that says where they are sent or what the bot
 * does, so that who may write a secret cannot turn the bot to another GitHub, Slack or PagerDuty.
 */
export const SECRET_NAMES = [
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'PAGERDUTY_ROUTING_KEY',
  'PAGERDUTY_API_TOKEN',
  'PAGERDUTY_WEBHOOK_SECRET',
] as const;

export type SecretName = (typeof SECRET_NAMES)[number];

export function isSecretName(name: string): name is SecretName {
  return SECRET_NAMES.some((known) => known === name);
}

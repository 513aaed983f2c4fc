import { createHmac } from 'node:crypto';
import type { SignedRequest } from '../model/interaction.ts';

/**
 * A form as Slack sends it: signed with `v0` over the timestamp and the raw bytes.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @param how.now epoch milliseconds
 */
export function signedForm(
  fields: Readonly<Record<string, string>>,
  how: { readonly url: string; readonly secret: string; readonly now: number },
): SignedRequest {
  const body = new URLSearchParams(fields).toString();
  const timestamp = String(Math.floor(how.now / 1000));
  const signature = createHmac('sha256', how.secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    url: how.url,
    body,
    headers: {
      accept: 'application/json,*/*',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

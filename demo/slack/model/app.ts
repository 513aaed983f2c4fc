import type { User } from './people.ts';

export type TokenState = 'active' | 'revoked' | 'inactive';

/** An app that is installed in the workspace. */
export interface App {
  readonly id: string;
  readonly name: string;
  readonly botId: string;
  readonly botUser: User;
  /** What the bot token may do, such as `chat:write`. */
  scopes: readonly string[];
  /** Every token that was ever given out; the newest comes last. */
  readonly tokens: Map<string, TokenState>;
  signingSecret: string;
  /** The old shared secret that payloads still carry; nobody should look at it. */
  readonly verificationToken: string;
  /** Where what people do is sent to: buttons and commands. */
  requestUrl: string;
  /** With the slash, such as `/ai-ops`. */
  readonly commands: readonly string[];
}

/** The newest token: the one that works, if any does. */
export function botToken(app: App): string {
  return [...app.tokens.keys()].at(-1) ?? '';
}

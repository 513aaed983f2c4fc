import type { App } from '../model/app.ts';
import type { World } from '../model/world.ts';
import { addUser } from './people.ts';

/** Installs an app with a bot user of the same name. */
export function addApp(
  world: World,
  wanted: {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly commands?: readonly string[];
    readonly requestUrl?: string;
  },
): App {
  const app: App = {
    id: world.ids.next('A'),
    name: wanted.name,
    botId: world.ids.next('B'),
    botUser: addUser(world, wanted.name, { isBot: true }),
    scopes: wanted.scopes,
    tokens: new Map(),
    signingSecret: world.ids.opaque(),
    verificationToken: world.ids.opaque().slice(0, 24),
    requestUrl: wanted.requestUrl ?? 'https://ai-ops.example.com/api/slack/events',
    commands: wanted.commands ?? [],
  };
  world.apps.push(app);
  rotateToken(world, app);
  return app;
}

/** Gives out a new bot token; those from before are revoked. @returns the new one */
export function rotateToken(world: World, app: App): string {
  revokeToken(world, app);
  const token = `xoxb-${world.ids.number()}-${world.ids.number()}-${world.ids.opaque().slice(0, 24)}`;
  app.tokens.set(token, 'active');
  return token;
}

export function revokeToken(_: World, app: App): void {
  for (const [token, state] of app.tokens) if (state === 'active') app.tokens.set(token, 'revoked');
}

/** The workspace or the bot user is gone: every token of the app says so. */
export function deactivate(_: World, app: App): void {
  for (const token of app.tokens.keys()) app.tokens.set(token, 'inactive');
}

/** @returns the new one; what is signed with the old one is not from Slack any longer */
export function rotateSigningSecret(world: World, app: App): string {
  app.signingSecret = world.ids.opaque();
  return app.signingSecret;
}

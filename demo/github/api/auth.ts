import { verify } from 'node:crypto';
import { z } from 'zod';
import type { App } from '../model/app.ts';
import type { World } from '../model/world.ts';
import type { Caller } from './caller.ts';
import { Refusal } from './refusal.ts';

const header = z.object({ alg: z.literal('RS256') });
const claims = z.object({
  iss: z.union([z.string(), z.number()]).transform(String),
  iat: z.number().int(),
  exp: z.number().int(),
});

const MAX_JWT_SECONDS = 600;
const MAX_DRIFT_SECONDS = 60;

/** Who the `Authorization` header says is asking. @throws {Refusal} 401 as GitHub does. */
export function authenticate(world: World, authorization: string | undefined): Caller {
  if (authorization === undefined || authorization === '') throw new Refusal(401, 'Requires authentication');
  const [, scheme = '', credential = ''] = /^(\S+)\s+(\S+)$/.exec(authorization) ?? [];
  if (!/^(bearer|token)$/i.test(scheme)) throw badCredentials();
  if (credential.split('.').length === 3 && !credential.startsWith('ghs_')) {
    return { kind: 'app', app: appOf(world, credential) };
  }
  const token = world.tokens.find((issued) => issued.token === credential);
  if (token === undefined || token.expiresAt <= world.wall.now()) throw badCredentials();
  if (!world.installations.includes(token.installation)) throw badCredentials();
  if (token.installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  return { kind: 'installation', token };
}

/** GitHub Apps sign a JSON web token with their private key (RS256, at most ten minutes). */
function appOf(world: World, jwt: string): App {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const undecodable = new Refusal(401, 'A JSON web token could not be decoded');
  if (!header.safeParse(decode(head)).success) throw undecodable;
  const said = claims.safeParse(decode(body));
  if (!said.success) throw undecodable;
  const { iss, iat, exp } = said.data;
  const app = world.apps.find(({ id, clientId }) => String(id) === iss || clientId === iss);
  if (app === undefined) throw new Refusal(401, 'Integration not found');
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify('sha256', signed, app.publicKey, Buffer.from(signature, 'base64url'))) {
    throw undecodable;
  }
  const now = Math.floor(world.wall.now() / 1000);
  if (exp <= now || exp > now + MAX_JWT_SECONDS + MAX_DRIFT_SECONDS) {
    const claim = "'Expiration time' claim ('exp') must be a numeric value representing the future time";
    throw new Refusal(401, `${claim} at which the assertion expires`);
  }
  if (iat > now + MAX_DRIFT_SECONDS) {
    const claim = "'Issued at' claim ('iat') must be an Integer representing the time";
    throw new Refusal(401, `${claim} that the assertion was issued`);
  }
  return app;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return null;
  }
}

function badCredentials(): Refusal {
  return new Refusal(401, 'Bad credentials');
}

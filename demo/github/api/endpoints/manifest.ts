import { z } from 'zod';
import { addApp } from '../../acts/apps.ts';
import { appJson } from '../../json/app.ts';
import { newPrivateKey } from '../../model/keys.ts';
import { notFound } from '../refusal.ts';
import type { Route } from '../route.ts';

const manifest = z.looseObject({
  name: z.string().default('made-by-manifest'),
  hook_attributes: z.looseObject({ url: z.string() }).optional(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])).default({}),
  default_events: z.array(z.string()).default([]),
});

/** Turns the manifest flow's one-time code into an App and its credentials. */
export const manifestRoutes: readonly Route[] = [
  {
    spec: 'POST /app-manifests/{code}/conversions',
    as: 'anyone',
    needs: [],
    answer: ({ world, params }) => {
      const code = params.code ?? '';
      const granted = world.manifestCodes.get(code);
      if (granted === undefined) throw notFound();
      world.manifestCodes.delete(code);
      const wanted = manifest.parse(granted.manifest);
      const webhookSecret = world.ids.opaque().slice(0, 40);
      const app = addApp(world, {
        slug: wanted.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
        name: wanted.name,
        owner: granted.owner,
        permissions: wanted.default_permissions,
        events: wanted.default_events,
        webhookSecret,
        webhookUrl: wanted.hook_attributes?.url ?? '',
        privateKey: newPrivateKey(),
      });
      const credentials = {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        pem: app.privateKeyPem,
      };
      return { status: 201, body: { ...appJson(world, app), ...credentials, webhook_secret: webhookSecret } };
    },
  },
];

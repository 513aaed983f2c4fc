import { ok } from '../http.ts';
import { installationRoute } from '../permission.ts';
import type { Route } from '../route.ts';

export const rateLimitRoutes: readonly Route[] = [
  installationRoute('GET /rate_limit', [], ({ budget }) => {
    const { limit, remaining, used, resetAt } = budget;
    const core = { limit, remaining, used, reset: Date.parse(resetAt) / 1000, resource: 'core' };
    return ok({ resources: { core, graphql: { ...core, resource: 'graphql' } }, rate: core });
  }),
];

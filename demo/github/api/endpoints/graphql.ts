import { z } from 'zod';
import { executeQuery } from '../../graphql/execute.ts';
import { expectBody } from '../body.ts';
import { ok } from '../http.ts';
import { installationRoute } from '../permission.ts';
import type { Route } from '../route.ts';

const question = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Which fields may be read is decided field by field; a query that fails is answered with 200 all the same. */
export const graphqlRoutes: readonly Route[] = [
  installationRoute('POST /graphql', [], (call) => {
    const { query, variables } = expectBody(question, call.body);
    const budget = { ...call.budget, cost: 1, nodeCount: 1 };
    return ok(executeQuery(call, { query, variables: variables ?? {} }, budget));
  }),
];

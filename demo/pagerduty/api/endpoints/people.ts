import { onCallsJson, policyJson, scheduleJson, userJson } from '../../json/people.ts';
import { PAGING, paged } from '../paging.ts';
import { notFound } from '../refusal.ts';
import { type Call, listIn, type Reply, type Route } from '../route.ts';

/** Who is called: users, schedules, escalation policies, and who is on call. */
export const peopleRoutes: readonly Route[] = [
  {
    spec: 'GET /users',
    query: [...PAGING, 'query'],
    answer: (call) => {
      const part = (call.request.query.get('query') ?? '').toLowerCase();
      const rows = call.world.users.filter(({ name, email }) =>
        [name, email].some((text) => text.toLowerCase().includes(part)),
      );
      return paged(call, 'users', { rows, show: (row) => userJson(call.world, row) });
    },
  },
  {
    spec: 'GET /users/{id}',
    query: ['include[]'],
    answer: (call) => the(call, 'user', { of: call.world.users, show: userJson }),
  },
  {
    spec: 'GET /schedules',
    query: [...PAGING, 'query'],
    answer: (call) => {
      const rows = named(call, call.world.schedules);
      return paged(call, 'schedules', { rows, show: (row) => scheduleJson(call.world, row) });
    },
  },
  {
    spec: 'GET /schedules/{id}',
    query: ['time_zone', 'since', 'until'],
    answer: (call) => the(call, 'schedule', { of: call.world.schedules, show: scheduleJson }),
  },
  {
    spec: 'GET /escalation_policies',
    query: [...PAGING, 'query', 'include[]'],
    answer: (call) => {
      const rows = named(call, call.world.policies);
      return paged(call, 'escalation_policies', { rows, show: (row) => policyJson(call.world, row) });
    },
  },
  {
    spec: 'GET /escalation_policies/{id}',
    query: ['include[]'],
    answer: (call) => the(call, 'escalation_policy', { of: call.world.policies, show: policyJson }),
  },
  {
    spec: 'GET /oncalls',
    query: [...PAGING, 'escalation_policy_ids[]', 'include[]', 'earliest'],
    answer: (call) => {
      const wanted = listIn(call, 'escalation_policy_ids[]');
      const rows = call.world.policies
        .filter(({ id }) => wanted === null || wanted.includes(id))
        .flatMap((policy) => onCallsJson(call.world, policy));
      return paged(call, 'oncalls', { rows, show: (row) => row });
    },
  },
];

function named<T extends { readonly name: string }>({ request }: Call, all: readonly T[]): readonly T[] {
  const part = (request.query.get('query') ?? '').toLowerCase();
  return all.filter(({ name }) => name.toLowerCase().includes(part));
}

function the<T extends { readonly id: string }>(
  { world, params }: Call,
  name: string,
  { of, show }: { readonly of: readonly T[]; readonly show: (world: Call['world'], row: T) => object },
): Reply {
  const found = of.find(({ id }) => id === params.id);
  if (found === undefined) throw notFound();
  return { status: 200, body: { [name]: show(world, found) } };
}

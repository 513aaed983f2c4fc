import { serviceJson } from '../../json/service.ts';
import { PAGING, paged } from '../paging.ts';
import { notFound, wrongArguments } from '../refusal.ts';
import { type Call, listIn, type Route } from '../route.ts';

const INCLUDES = ['escalation_policies', 'teams', 'integrations', 'auto_pause_notifications_parameters'];

export const serviceRoutes: readonly Route[] = [
  {
    spec: 'GET /services',
    query: [...PAGING, 'query', 'include[]', 'team_ids[]', 'time_zone', 'sort_by', 'name'],
    answer: (call) => {
      const { world, request } = call;
      const part = (request.query.get('query') ?? '').toLowerCase();
      const name = request.query.get('name');
      const rows = world.services.filter(
        (one) => one.name.toLowerCase().includes(part) && (name === null || one.name === name),
      );
      const include = includesOf(call);
      return paged(call, 'services', { rows, show: (row) => serviceJson(world, row, include) });
    },
  },
  {
    spec: 'GET /services/{id}',
    query: ['include[]'],
    answer: (call) => {
      const { world, params } = call;
      const service = world.services.find(({ id }) => id === params.id);
      if (service === undefined) throw notFound();
      return { status: 200, body: { service: serviceJson(world, service, includesOf(call)) } };
    },
  },
];

function includesOf(call: Call): readonly string[] {
  const include = listIn(call, 'include[]') ?? [];
  const strange = include.filter((one) => !INCLUDES.includes(one));
  if (strange.length > 0) throw wrongArguments(`Invalid include: ${strange.join(', ')}`);
  return include;
}

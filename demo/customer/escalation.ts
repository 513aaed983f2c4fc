import type { UserGroup } from '../slack/model/people.ts';
import type { Workspace } from './workspace.ts';

/** Who is told of what goes badly, beside SRE and who is on call. */
export interface Informed {
  readonly product: UserGroup;
  readonly security: UserGroup;
  readonly peopleOps: UserGroup;
}

export function informedOn({ slack, people }: Workspace): Informed {
  return {
    product: slack.addUserGroup('product', [people['codex-author']], { name: 'Product' }),
    security: slack.addUserGroup('security', [people.olli], { name: 'Security' }),
    peopleOps: slack.addUserGroup('people-ops', [people.rin], { name: 'PeopleOps' }),
  };
}

/** The part of `.github/ai-ops.yml` about them, and about what a severe failure stops. */
export function whoIsTold({ product, security, peopleOps }: Informed): string {
  return [
    'escalation:',
    `  product: ${product.id}`,
    `  security: ${security.id}`,
    `  people_ops: ${peopleOps.id}`,
    '  stop_on_incident: severe',
    '',
  ].join('\n');
}

import { type Html, html } from '../../github/pages/html.ts';
import type { ChangeEvent } from '../model/change.ts';
import type { Incident } from '../model/incident.ts';
import { onCallAt } from '../model/people.ts';
import type { Service } from '../model/service.ts';
import type { World } from '../model/world.ts';
import { link, page, time } from './layout.ts';

/** Incidents, newest first; what changed; and who is on call. */
export function listPage(world: World): string {
  const incidents = world.incidents.toReversed().map(incidentRow);
  const changes = world.changes.toReversed().map(changeRow);
  return page(
    'Incidents',
    html`<h1>Incidents</h1>
${table(['Status', 'Urgency', 'Incident', 'Service', 'Assigned to', 'Opened'], incidents, 'No incidents.')}
<h2>Recent changes</h2>
${table(['Change', 'Source', 'Received'], changes, 'No changes.')}
<h2>On call now</h2>
${world.services.map(onCallBox)}`,
  );
}

function incidentRow(incident: Incident): Html {
  const { id, number, title, status, urgency, service, assignees, createdAt } = incident;
  const names = assignees.map(({ name }) => name).join(', ');
  return html`<tr><td><span class="state ${status}">${status}</span></td>
<td class="${urgency}">${urgency}</td>
<td><a href="/incidents/${id}">#${number} ${title}</a></td><td>${service.name}</td><td>${names}</td><td>${time(createdAt)}</td></tr>`;
}

function changeRow({ summary, source, links, receivedAt }: ChangeEvent): Html {
  const shown = links.map(({ href, text }) => html` · ${link(href, text)}`);
  return html`<tr><td>${summary}${shown}</td><td>${source ?? ''}</td><td>${time(receivedAt)}</td></tr>`;
}

function onCallBox({ name, policy }: Service): Html {
  const rows = policy.rules.map((rule, i) => {
    const targets = rule.targets.map((target) => target.name).join(', ');
    const people = onCallAt(rule).map(({ user }) => user.name);
    const who = people.length === 0 ? 'nobody' : people.join(', ');
    return html`<tr><td>${i + 1}</td><td>${targets}</td><td>${who}</td><td>${rule.delayMinutes} min</td></tr>`;
  });
  return html`<p><strong>${name}</strong> <span class="dim">${policy.name}</span></p>
${table(['Level', 'Calls', 'On call', 'Then after'], rows, '')}`;
}

function table(heads: readonly string[], rows: readonly Html[], none: string): Html {
  if (rows.length === 0) return html`<p class="dim">${none}</p>`;
  return html`<table><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr>${rows}</table>`;
}

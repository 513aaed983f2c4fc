import { type Html, html } from '../../github/pages/html.ts';
import type { Actor, Alert, Incident, LogEntry } from '../model/incident.ts';
import type { World } from '../model/world.ts';
import { link, page, time } from './layout.ts';

/** One incident as the people see it who were called. */
export function incidentPage(world: World, incident: Incident): string {
  const { number, title, status, urgency, service, assignees, alerts, notes, log } = incident;
  const names = assignees.map(({ name }) => name).join(', ');
  const about = world.changes.filter(({ integration }) => integration.service === service).slice(-5);
  return page(
    title,
    html`<h1>#${number} ${title}</h1>
<p><span class="state ${status}">${status}</span> <span class="${urgency}">${urgency} urgency</span>
<span class="dim">${service.name} · ${service.policy.name}${names === '' ? '' : ` · assigned to ${names}`}</span></p>
${alerts.map(alertBox)}
<h2>Notes</h2>
${notes.length === 0 ? html`<p class="dim">No notes.</p>` : notes.map(({ user, content }) => html`<p><strong>${user.name}</strong> ${content}</p>`)}
<h2>Timeline</h2>
<ul class="log">${log.map((entry) => html`<li>${time(entry.at)} ${sentence(entry)}</li>`)}</ul>
<h2>Recent changes</h2>
${about.length === 0 ? html`<p class="dim">No changes.</p>` : about.map((change) => html`<p>${time(change.receivedAt)} ${change.summary}</p>`)}`,
  );
}

function alertBox({ key, payload, status }: Alert): Html {
  const fields = {
    Severity: html`<span class="state ${payload.severity}">${payload.severity}</span>`,
    Source: html`${payload.source}`,
    Component: html`${payload.component}`,
    Group: html`${payload.group}`,
    Class: html`${payload.class}`,
    Since: html`${payload.timestamp}`,
    Client: payload.clientUrl === null ? html`${payload.client}` : link(payload.clientUrl, payload.client),
    'Dedup key': html`<code>${key}</code>`,
    Links: html`${payload.links.map(({ href, text }) => html`${link(href, text)}<br>`)}`,
  };
  const details = Object.entries(payload.details).map(
    ([name, value]) => html`<tr><th>${name}</th><td class="value">${shown(value)}</td></tr>`,
  );
  return html`<h2>${payload.summary} <span class="dim">${status}</span></h2>
<table>${Object.entries(fields).map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</table>
${details.length === 0 ? html`` : html`<h2>Details</h2><table>${details}</table>`}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function sentence(entry: LogEntry): Html {
  const by = html`<strong>${nameOf(entry.by)}</strong>`;
  switch (entry.kind) {
    case 'trigger':
      return html`${by} triggered: ${entry.payload.summary}`;
    case 'acknowledge':
      return html`${by} acknowledged; nobody else is called`;
    case 'resolve':
      return html`${by} resolved`;
    case 'escalate':
      return html`${by} escalated to level ${entry.level}`;
    case 'assign':
      return html`${by} assigned it to ${entry.to.map(({ name }) => name).join(', ')}`;
    case 'annotate':
      return html`${by} noted: ${entry.note.content}`;
    case 'notify': {
      const { user, schedule, urgency } = entry.notification;
      const how = urgency === 'high' ? 'called' : 'told without urgency';
      return html`<strong>${user.name}</strong> was ${how}${schedule === null ? '' : ` (${schedule.name})`}`;
    }
  }
}

function nameOf(actor: Actor): string {
  return actor?.name ?? 'PagerDuty';
}

import { fullName } from '../model/repository.ts';
import { current, type Job, type Run } from '../model/run.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { mark, person, when } from './marks.ts';

/** A workflow run: the jobs and steps of its newest attempt, and what it left behind. */
export function runPage(run: Run): string {
  const { status, conclusion, jobs, number, triggeredBy } = current(run);
  const artifacts = run.artifacts.map(
    ({ name, bytes }) => html`<li>${name} <span class="dim">${bytes.byteLength} bytes</span></li>`,
  );
  return page(
    `${run.name} #${run.number} · ${fullName(run.repository)}`,
    html`<h1>${mark(status, conclusion)} ${run.displayTitle} <span class="dim">${run.name} #${run.number}</span></h1>
<p>Attempt ${number} by ${person(triggeredBy.login)} · ${run.event} on <code>${run.headBranch ?? 'a fork'}</code>
<code>${run.headSha.slice(0, 12)}</code> · <code>${run.path}</code></p>
${jobs.map(jobBox)}
<h2 class="section">Artifacts</h2>${artifacts.length === 0 ? html`<p class="dim">None.</p>` : html`<ul>${artifacts}</ul>`}`,
  );
}

function jobBox({ check, steps, environment }: Job): Html {
  const lines = steps.map(
    (step) =>
      html`<div>${mark(step.status, step.conclusion)} ${step.name} ${step.completedAt === null ? '' : when(step.completedAt)}</div>`,
  );
  const waits = environment === null ? '' : html` <span class="label">${environment}</span>`;
  return html`<div class="box" id="job-${check.id}"><div class="head">${mark(check.status, check.conclusion)}
<strong>${check.name}</strong> <span class="dim">${check.conclusion ?? check.status}</span>${waits}</div>
<div class="body">${lines}</div></div>`;
}

import { runAddress } from '../json/run.ts';
import type { CheckRun } from '../model/check.ts';
import { latest } from '../model/check.ts';
import { type Comment, headSha, type Pull, type TimelineItem } from '../model/pull.ts';
import { fullName } from '../model/repository.ts';
import { current, type Run } from '../model/run.ts';
import type { World } from '../model/world.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { markdown } from './markdown.ts';
import { mark, person, when } from './marks.ts';

/** A pull request as people look at it: who asked, what the checks say, what was talked about. */
export function pullPage(world: World, pull: Pull): string {
  const name = fullName(pull.repository);
  const state = pull.state === 'open' && pull.draft ? 'draft' : pull.state;
  const labels = pull.labels.map((label) => html`<span class="label">${label.name}</span>`);
  return page(
    `${pull.title} · ${name}#${pull.number}`,
    html`<h1>${pull.title} <span class="dim">#${pull.number}</span></h1>
<p><span class="state ${state}">${state}</span> ${person(pull.author.login)} wants to merge
<code>${pull.headRepository?.owner.login ?? 'unknown repository'}:${pull.headRef}</code> into <code>${pull.baseRef}</code>
of <a href="/">${name}</a> · head <code>${headSha(pull).slice(0, 12)}</code></p>
<p>${labels}</p>
<h2 class="section">Conversation</h2>
${pull.body === null ? '' : html`<div class="box"><div class="body">${markdown(pull.body)}</div></div>`}
${conversation(pull)}
<h2 class="section">Checks on the head commit</h2>
${checks(world, pull)}
<h2 class="section">Workflow runs</h2>
${runs(world, pull)}`,
  );
}

/** Comments and events in the order in which they happened. */
function conversation(pull: Pull): readonly Html[] {
  return pull.timeline.map((item) => (item.kind === 'commented' ? commentBox(item.comment) : event(item)));
}

type Event = Exclude<TimelineItem, { readonly kind: 'commented' }>;

function event(item: Event): Html {
  return html`<div class="event">${person(item.actor.login)} ${told(item)} ${when(item.at)}</div>`;
}

function told(item: Event): Html {
  switch (item.kind) {
    case 'labeled':
      return html`added <span class="label">${item.label.name}</span>`;
    case 'unlabeled':
      return html`removed <span class="label">${item.label.name}</span>`;
    case 'head_ref_force_pushed':
      return html`force-pushed from <code>${item.before.slice(0, 7)}</code> to <code>${item.after.slice(0, 7)}</code>`;
    case 'base_ref_changed':
      return html`changed the base branch from <code>${item.from}</code> to <code>${item.to}</code>`;
    case 'base_ref_force_pushed':
      return html`force-pushed the base branch`;
  }
}

function commentBox({ id, author, createdAt, editor, body, reactions }: Comment): Html {
  const smile: Readonly<Record<string, string>> = {
    '+1': '👍',
    '-1': '👎',
    eyes: '👀',
    rocket: '🚀',
    heart: '❤️',
  };
  const shown = reactions.map(({ content }) => html`<span class="label">${smile[content] ?? content}</span>`);
  return html`<div class="box" id="issuecomment-${id}">
<div class="head">${person(author.login)} commented ${when(createdAt)}${editor === null ? '' : html` · <span class="dim">edited</span>`}</div>
<div class="body">${markdown(body)}${shown}</div></div>`;
}

function checks(world: World, pull: Pull): Html | readonly Html[] {
  const sha = headSha(pull);
  const suites = world.suites.filter(
    (suite) => suite.repository === pull.repository && suite.headSha === sha,
  );
  const found = suites.flatMap(({ checkRuns }) => latest(checkRuns));
  if (found.length === 0) return html`<p class="dim">None yet.</p>`;
  return found.map(checkBox);
}

function checkBox(check: CheckRun): Html {
  const { output, actions, suite, status, conclusion, name } = check;
  const { title, summary, text } = output;
  const shown = summary !== null || text !== null || actions.length > 0;
  const buttons = actions.map(
    (action) => html`<button disabled title="${action.description}">${action.label}</button>`,
  );
  return html`<div class="box" id="check-${check.id}"><div class="head${shown ? '' : ' alone'}">${mark(status, conclusion)}
<strong>${name}</strong> <span class="dim">${suite.app.slug} · ${conclusion ?? status}</span> ${title ?? ''}</div>
${shown ? html`<div class="body">${markdown(summary ?? '')}${markdown(text ?? '')}${buttons}</div>` : ''}</div>`;
}

/** Runs on the head commit, and those that were dispatched while the pull request was there. */
function runs(world: World, pull: Pull): Html | readonly Html[] {
  const found = world.runs.filter(
    (run) =>
      run.repository === pull.repository &&
      (pull.heads.includes(run.headSha) ||
        (run.event === 'workflow_dispatch' && run.createdAt >= pull.createdAt)),
  );
  return found.length === 0 ? html`<p class="dim">None yet.</p>` : found.map((run) => runLine(world, run));
}

function runLine(world: World, run: Run): Html {
  const { status, conclusion, number } = current(run);
  return html`<div class="event">${mark(status, conclusion)} <a href="${runAddress(world, run)}">${run.name}</a>
<span class="dim">#${run.number}, attempt ${number} · ${run.event} · <code>${run.headSha.slice(0, 7)}</code> · ${conclusion ?? status}</span>
${when(run.createdAt)}</div>`;
}

import { headSha } from '../model/pull.ts';
import { fullName } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import { type Html, html } from './html.ts';
import { page } from './layout.ts';
import { person } from './marks.ts';

/** Every pull request, by repository, newest first. */
export function listPage(world: World): string {
  const repositories = world.repositories.filter(({ deleted }) => !deleted);
  const sections = repositories.map((repository): Html => {
    const pulls = world.pulls.filter((pull) => pull.repository === repository).toReversed();
    const lines = pulls.map((pull) => {
      const state = pull.state === 'open' && pull.draft ? 'draft' : pull.state;
      const labels = pull.labels.map((label) => html`<span class="label">${label.name}</span>`);
      return html`<p><span class="state ${state}">${state}</span>
<a href="/${fullName(repository)}/pull/${pull.number}"><strong>${pull.title}</strong></a> ${labels}<br>
<span class="dim">#${pull.number} by ${person(pull.author.login)} · <code>${headSha(pull).slice(0, 12)}</code> · ${pull.comments.length} comments</span></p>`;
    });
    return html`<div class="box"><div class="head"><strong>${fullName(repository)}</strong></div>
<div class="body">${lines.length === 0 ? html`<p class="dim">No pull requests.</p>` : lines}</div></div>`;
  });
  return page('Pull requests', html`<h1>Pull requests</h1>${sections}`);
}

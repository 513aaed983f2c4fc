import { type Html, html } from './html.ts';

const SIGN: Readonly<Record<string, string>> = {
  success: '✓',
  failure: '✕',
  timed_out: '✕',
  cancelled: '⊘',
  skipped: '⊘',
  neutral: '■',
  action_required: '!',
  stale: '⊘',
};

/** The sign of a check, run, job or step: its conclusion, or that it has none yet. */
export function mark(status: string, conclusion: string | null): Html {
  const word = conclusion ?? status;
  return html`<span class="mark ${conclusion ?? 'running'}" title="${word}">${SIGN[word] ?? '●'}</span>`;
}

export function person(login: string): Html {
  const bot = login.endsWith('[bot]');
  return html`<strong>${login.replace(/\[bot\]$/, '')}</strong>${bot ? html` <span class="bot">bot</span>` : ''}`;
}

export function when(at: string): Html {
  return html`<span class="dim" title="${at}">${at.slice(11, 19)}</span>`;
}

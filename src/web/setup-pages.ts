import { createHash } from 'node:crypto';
import { type AppManifest, type MadeApp, WEBHOOK_PATH } from './app-manifest.ts';
import { Html, html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --paper: #fff; --ground: #f6f8fa; --act: #1f883d; --bad: #d1242f; --code: #eff2f5 }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --paper: #151b23; --ground: #0d1117; --act: #238636; --bad: #f85149; --code: #262c36 } }
* { box-sizing: border-box }
body { margin: 0; padding: 3rem 1rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 40rem; margin: 0 auto; padding: 2rem 2.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px }
.step { margin: 0; color: var(--soft); font-size: .875rem }
h1 { margin: .25rem 0 1rem; font-size: 1.5rem; line-height: 1.25 }
h2 { margin: 1.75rem 0 .5rem; font-size: 1rem }
p { margin: .5rem 0 }
label { display: block; margin: 1.25rem 0 .25rem; font-weight: 600 }
label small, .hint { color: var(--soft); font-weight: 400; font-size: .875rem }
input { width: 100%; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px }
button { margin-top: 1.5rem; padding: .55rem 1.1rem; font: inherit; font-weight: 600; color: #fff; background: var(--act); border: 0; border-radius: 6px; cursor: pointer }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 2px solid #0969da; outline-offset: 2px }
code { padding: .1em .35em; background: var(--code); border-radius: 4px; font-size: .875em; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; font-size: .9375rem }
td { padding: .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td:first-child { width: 9.5rem; color: var(--soft) }
.problem { padding: .75rem 1rem; border: 1px solid var(--bad); border-radius: 6px; color: var(--bad) }
a { color: inherit }
li { margin: .4rem 0 }
`;

/** The one source of style that the pages' policy allows. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;

/** First step: who will own the App and where GitHub reaches the bot. */
export function startPage(form: {
  readonly organization: string;
  readonly url: string;
  readonly problems: readonly string[];
}): Html {
  return page({
    step: 'Set up · step 1 of 3',
    title: 'Make the GitHub App for this bot',
    body: html`
      <p>The bot has no credentials yet. Three steps make them, and nothing has to be copied by hand.</p>
      ${form.problems.map((problem) => html`<p class="problem" role="alert">${problem}</p>`)}
      <form action="/setup/review" method="get">
        <label for="organization">Organisation <small>optional</small></label>
        <input id="organization" name="organization" value="${form.organization}" autocomplete="off" spellcheck="false" placeholder="octo-org">
        <p class="hint">It will own the App. Leave it empty for your own account.</p>
        <label for="url">Public address of this bot <small>optional</small></label>
        <input id="url" name="url" value="${form.url}" inputmode="url" autocomplete="off" spellcheck="false" placeholder="https://ai-ops.example.com">
        <p class="hint">GitHub sends events there. Without one, events stay off until you set it in the App's settings.</p>
        <button>Continue</button>
      </form>`,
  });
}

/** Second step: what will be asked for, and the form that takes the browser to GitHub. */
export function reviewPage(review: {
  readonly action: string;
  readonly organization: string;
  readonly manifest: AppManifest;
}): Html {
  const { manifest, organization } = review;
  const permissions = Object.entries(manifest.default_permissions);
  return page({
    step: 'Set up · step 2 of 3',
    title: 'Look it over, then create it on GitHub',
    body: html`
      <table>
        <tr><td>Owner</td><td>${organization === '' ? 'your own account' : organization}</td></tr>
        <tr><td>Events go to</td><td>${manifest.hook_attributes.active ? html`<code>${manifest.hook_attributes.url}</code>` : 'nowhere yet, for want of a public address'}</td></tr>
        <tr><td>May write</td><td>${codes(permissions.filter(([, access]) => access === 'write').map(([name]) => name))}</td></tr>
        <tr><td>May read</td><td>${codes(permissions.filter(([, access]) => access === 'read').map(([name]) => name))}</td></tr>
        <tr><td>Is told about</td><td>${codes(manifest.default_events)}</td></tr>
      </table>
      <p class="hint">Why each is needed stands in <code>app.yml</code>. GitHub lets you change the App's name on its page.</p>
      <form action="${review.action}" method="post">
        <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
        <button>Create the App on GitHub</button>
      </form>
      <p class="hint"><a href="/setup">Back</a></p>`,
  });
}

/** Last step: what was stored, what is missing, what to do next. */
export function donePage(done: {
  readonly app: MadeApp;
  readonly file: string;
  readonly eventsOff: boolean;
}): Html {
  const { app, eventsOff, file } = done;
  const settings = html`<a href="${app.pageUrl}">App's settings</a>`;
  const left = [
    ...(app.webhookSecret === null
      ? [
          html`GitHub gave no webhook secret. Make one with <code>openssl rand -hex 32</code>, set it in the ${settings} and as <code>WEBHOOK_SECRET</code>. The bot does not start without it.`,
        ]
      : []),
    ...(eventsOff
      ? [
          html`Set the webhook's address in the ${settings} and switch it on. It ends in <code>${WEBHOOK_PATH}</code>.`,
        ]
      : []),
    html`<a href="${app.pageUrl}/installations/new">Install the App</a> on the repositories it shall govern.`,
    html`Stop the bot and start it again: <code>npm start</code>.`,
    html`Give a repository its configuration: <code>npm run ai-ops -- init owner/repo</code> proposes one in a pull request. Until it is merged the bot only watches.`,
  ];
  return page({
    step: 'Set up · step 3 of 3',
    title: `${app.name} is created`,
    body: html`
      <p>Its credentials are in <code>${file}</code>, which only this user can read.</p>
      <h2>What is left to do</h2>
      <ol>${left.map((item) => html`<li>${item}</li>`)}</ol>
      <p class="hint">This page is gone once you leave it.</p>`,
  });
}

export function problemPage(problem: string, back: 'back' | 'no way back' = 'back'): Html {
  return page({
    step: 'Set up',
    title: 'That did not work',
    body: html`<p class="problem" role="alert">${problem}</p>${back === 'back' ? html`<p><a href="/setup">Back to the start</a></p>` : ''}`,
  });
}

function codes(names: readonly string[]): readonly Html[] {
  return names.map((name) => html`<code>${name}</code> `);
}

function page({
  step,
  title,
  body,
}: {
  readonly step: string;
  readonly title: string;
  readonly body: Html;
}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · AI Ops</title>
${new Html(`<style>${STYLE}</style>`)}
</head>
<body><main><p class="step">${step}</p><h1>${title}</h1>${body}</main></body>
</html>
`;
}

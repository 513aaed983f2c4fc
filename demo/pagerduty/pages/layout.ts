import { Html, html } from '../../github/pages/html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d5d9de, #333b44); --soft: light-dark(#f5f6f8, #171c22);
  --text: light-dark(#20252b, #e6eaf0); --dim: light-dark(#5c6570, #97a1ac); --link: light-dark(#048a24, #3fc463); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#fff, #0e1217); color: var(--text);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header.top { background: var(--soft); border-bottom: 1px solid var(--line); padding: 12px 24px; font-weight: 600; }
header.top small { color: var(--dim); font-weight: 400; margin-left: 8px; }
main { max-width: 1012px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 24px; font-weight: 400; margin: 0 0 8px; } h2 { font-size: 16px; margin: 28px 0 8px; }
.dim { color: var(--dim); } code { font: 85% ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
.state { display: inline-block; color: #fff; border-radius: 4px; padding: 1px 10px; font-weight: 600; font-size: 12px; }
.triggered, .critical { background: #c0242c; } .acknowledged, .warning { background: #b06d00; } .resolved { background: #23803c; }
.error { background: #d04a1f; } .info { background: #5c6570; } .high { color: #c0242c; font-weight: 600; } .low { color: var(--dim); }
table { border-collapse: collapse; margin: 8px 0; width: 100%; }
th, td { border: 1px solid var(--line); padding: 5px 12px; text-align: left; vertical-align: top; }
th { background: var(--soft); font-weight: 500; white-space: nowrap; } th:has(+ td) { width: 1%; } time { white-space: nowrap; }
td.value { white-space: pre-wrap; overflow-wrap: anywhere; }
ul.log { list-style: none; padding: 0; margin: 0; } ul.log li { border-left: 2px solid var(--line); padding: 4px 16px; }
`;

/** A whole page: no scripts, nothing from elsewhere. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${new Html(STYLE)}</style></head>
<body><header class="top"><a href="/">Stand-in for PagerDuty</a><small>calls nobody; everything here lives in this process only</small></header>
<main>${body}</main></body></html>`.text;
}

/** Time of day and date in UTC. */
export function time(epochMs: number): Html {
  const iso = new Date(epochMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

/** A link where the address is one for a browser, else its text. */
export function link(href: string, text: string | null): Html {
  const label = text === null || text === '' ? href : text;
  return /^https?:\/\//.test(href) ? html`<a href="${href}" rel="noreferrer">${label}</a>` : html`${label}`;
}

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
} as const;

import { Html, html } from '../../github/pages/html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #35373b); --soft: light-dark(#f8f8f8, #222529);
  --text: light-dark(#1d1c1d, #d1d2d3); --dim: light-dark(#616061, #ababad); --link: light-dark(#1264a3, #1d9bd1); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#fff, #1a1d21); color: var(--text);
  font: 15px/1.47 Lato, "Noto Sans", "Noto Sans JP", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header.top { background: light-dark(#3f0e40, #121016); color: #fff; padding: 12px 24px; font-weight: 700; }
header.top small { font-weight: 400; margin-left: 8px; opacity: .8; }
main { max-width: 860px; margin: 24px auto; padding: 0 16px; }
h2 { border-bottom: 1px solid var(--line); font-size: 18px; padding-bottom: 8px; margin: 32px 0 8px; }
.dim { color: var(--dim); font-size: 13px; font-weight: 400; }
.message { padding: 8px 0 8px 12px; border-left: 3px solid transparent; } main > .message { margin-top: 20px; }
.message > div { margin: 6px 0; }
.message:target { border-left-color: #ecb22e; background: var(--soft); }
.thread { margin-left: 28px; border-left: 2px solid var(--line); padding-left: 12px; }
.ephemeral { background: var(--soft); border-radius: 6px; padding: 4px 12px; margin: 6px 0; }
.failed { color: #e01e5a; }
.head { font-size: 18px; font-weight: 700; margin: 4px 0; }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 16px; }
.context { color: var(--dim); font-size: 13px; }
.app { background: var(--soft); border-radius: 3px; color: var(--dim); font-size: 11px; font-weight: 700; padding: 1px 4px; }
.mention { background: light-dark(#f2c74466, #f2c74433); border-radius: 3px; padding: 0 2px; color: var(--link); }
.button { border: 1px solid var(--line); border-radius: 4px; display: inline-block; font-size: 13px; font-weight: 700; margin: 4px 6px 4px 0; padding: 3px 10px; }
.primary { background: #007a5a; color: #fff; } .danger { background: #e01e5a; color: #fff; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 12px; background: var(--soft); border: 1px solid var(--line); border-radius: 3px; }
code { color: #e01e5a; padding: 1px 3px; } pre { padding: 8px; overflow: auto; }
blockquote { border-left: 4px solid var(--line); margin: 4px 0; padding-left: 12px; }
hr { border: 0; border-top: 1px solid var(--line); } details summary { cursor: pointer; }
`;

/** A whole page: no scripts, nothing from elsewhere. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${new Html(STYLE)}</style></head>
<body><header class="top">Stand-in for Slack<small>everything here lives in this process only</small></header>
<main>${body}</main></body></html>`.text;
}

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
} as const;

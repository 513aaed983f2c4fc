import { Html, html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #30363d); --soft: light-dark(#f6f8fa, #161b22);
  --text: light-dark(#1f2328, #e6edf3); --dim: light-dark(#59636e, #9198a1); --link: light-dark(#0969da, #4493f8); }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#fff, #0d1117); color: var(--text);
  font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header.top { background: var(--soft); border-bottom: 1px solid var(--line); padding: 12px 24px; font-weight: 600; }
header.top small { color: var(--dim); font-weight: 400; margin-left: 8px; }
main { max-width: 1012px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 26px; font-weight: 400; margin: 0 0 8px; } h1 .dim { font-weight: 300; }
h2.section { font-size: 16px; margin: 28px 0 8px; }
.dim { color: var(--dim); }
.state { display: inline-block; color: #fff; border-radius: 2em; padding: 3px 12px; font-weight: 500; margin-right: 8px; }
.open { background: #1f883d; } .closed { background: #cf222e; } .merged { background: #8250df; } .draft { background: #59636e; }
.label { border: 1px solid var(--line); border-radius: 2em; padding: 0 8px; font-size: 12px; font-weight: 500; margin-right: 4px; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 85%; }
code { background: light-dark(#818b981f, #656c7633); border-radius: 6px; padding: .2em .4em; }
pre { background: var(--soft); border-radius: 6px; padding: 12px; overflow: auto; } pre code { background: none; padding: 0; }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 12px 0; }
.box > .head { background: var(--soft); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0; padding: 8px 16px; }
.box > .head.alone { border-bottom: 0; border-radius: 6px; }
.box > .body { padding: 8px 16px; overflow-x: auto; }
.bot { border: 1px solid var(--line); border-radius: 2em; font-size: 12px; padding: 0 6px; color: var(--dim); }
.event { color: var(--dim); padding: 6px 16px; border-left: 2px solid var(--line); margin-left: 16px; }
.mark { font-weight: 700; display: inline-block; width: 1.4em; text-align: center; }
.success { color: #1a7f37; } .failure, .timed_out { color: #cf222e; } .action_required, .running { color: #9a6700; }
table { border-collapse: collapse; margin: 8px 0; } th, td { border: 1px solid var(--line); padding: 5px 12px; text-align: left; }
th { background: var(--soft); } blockquote { margin: 0; padding: 0 1em; border-left: .25em solid var(--line); color: var(--dim); }
details { margin: 6px 0; } summary { cursor: pointer; }
button, .button { display: inline-block; font: inherit; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: var(--text); padding: 3px 12px; margin: 0 6px 6px 0; }
`;

/** A whole page: no scripts, nothing from elsewhere. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${raw(STYLE)}</style></head>
<body><header class="top"><a href="/">Stand-in for GitHub</a><small>everything here lives in this process only</small></header>
<main>${body}</main></body></html>`.text;
}

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
} as const;

function raw(css: string): Html {
  return new Html(css);
}

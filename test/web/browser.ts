import { request } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

export interface Visited {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

/** A plain GET: `fetch` neither sends a Host of our choice nor shows cookies and redirects as they are. */
export function get(url: string, headers: Headers = {}): Promise<Visited> {
  const { promise, resolve, reject } = Promise.withResolvers<Visited>();
  request(url, { headers, agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
  })
    .on('error', reject)
    .end();
  return promise;
}

export interface PostedForm {
  readonly action: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly state: string;
}

/** What pressing the button of the review page would post to GitHub. */
export function formOf(page: string): PostedForm {
  const action = unescaped(/<form action="([^"]+)" method="post">/.exec(page)?.[1] ?? '');
  const manifest = JSON.parse(unescaped(/name="manifest" value="([^"]+)"/.exec(page)?.[1] ?? '{}'));
  return { action, manifest, state: new URL(action).searchParams.get('state') ?? '' };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

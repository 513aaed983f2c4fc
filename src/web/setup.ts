import type { IncomingMessage, ServerResponse } from 'node:http';
import { publicAddress } from '../config/addresses.ts';
import type { Settings } from '../config/settings.ts';
import { storeCredentials } from '../config/stored-credentials.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type AppManifest, convertManifest, manifestFor } from './app-manifest.ts';
import type { Html } from './html.ts';
import { loopbackOrigin } from './loopback.ts';
import { type Route, sendText, urlOf } from './route.ts';
import { SetupAccess } from './setup-access.ts';
import { donePage, problemPage, reviewPage, STYLE_HASH, startPage } from './setup-pages.ts';

export interface SetupParts {
  readonly settings: Pick<Settings, 'github' | 'dataDir' | 'http'>;
  readonly manifest: AppManifest;
  readonly log: Logger;
  /** Makes a word of URL-safe characters that nobody can guess. */
  readonly newToken: () => string;
}

interface Visit {
  /** Under which the browser called: loopback, checked. */
  readonly origin: string;
  readonly query: URLSearchParams;
  readonly cookies: string | undefined;
}

type Reply =
  | { readonly kind: 'page'; readonly status: number; readonly page: Html }
  | { readonly kind: 'redirect'; readonly to: string; readonly cookie?: string };

const ORGANIZATION = /^([a-z\d](-?[a-z\d]){0,38})?$/i;
const CODE = /^[\w-]{1,100}$/;

/**
 * First-run setup: GitHub's manifest flow for `app.yml`, for a browser on this machine only, behind a
 * one-time token. Once the credentials are stored, every page is gone.
 */
export class Setup {
  readonly #parts: SetupParts;
  readonly #access: SetupAccess;
  #eventsOff = false;
  #finished = false;

  constructor(parts: SetupParts) {
    this.#parts = parts;
    this.#access = new SetupAccess(parts.newToken);
  }

  /** What to show in the terminal, and nowhere else. */
  link(port: number): string {
    return `http://127.0.0.1:${port}/setup?token=${this.#access.token}`;
  }

  routes(): readonly Route[] {
    return [
      this.#route('/', () => ({ kind: 'redirect', to: '/setup' })),
      this.#route('/setup', (visit) => this.#start(visit)),
      this.#route('/setup/review', (visit) => this.#review(visit)),
      this.#route('/setup/callback', (visit) => this.#callback(visit)),
    ];
  }

  #route(path: string, answer: (visit: Visit) => Reply | Promise<Reply>): Route {
    const handle = async (request: IncomingMessage, response: ServerResponse) => {
      const origin = loopbackOrigin(request);
      if (this.#finished) return sendText(response, 404, 'setup is done; restart the bot');
      if (origin === null) return sendText(response, 403, NOT_HERE);
      const visit = { origin, query: urlOf(request).searchParams, cookies: request.headers.cookie };
      this.#send(response, await answer(visit));
    };
    return { method: 'GET', path, handle };
  }

  #start({ query, cookies }: Visit): Reply {
    const token = query.get('token');
    const cookie = token === null ? null : this.#access.enter(token);
    if (cookie !== null) return { kind: 'redirect', to: '/setup', cookie };
    if (!this.#access.isKnown(cookies)) return TURNED_AWAY;
    if (token !== null) return { kind: 'redirect', to: '/setup' };
    const url = this.#parts.settings.http.publicUrl ?? '';
    return { kind: 'page', status: 200, page: startPage({ organization: '', url, problems: [] }) };
  }

  #review({ origin, query, cookies }: Visit): Reply {
    if (!this.#access.isKnown(cookies)) return TURNED_AWAY;
    const organization = (query.get('organization') ?? '').trim();
    const url = (query.get('url') ?? '').trim();
    const address = url === '' ? null : publicAddress.safeParse(url);
    const problems = [
      ...(ORGANIZATION.test(organization)
        ? []
        : ['Give the organisation as in its address on GitHub, such as octo-org.']),
      ...(address?.success === false
        ? [`The public address ${address.error.issues[0]?.message ?? 'is not valid'}.`]
        : []),
    ];
    if (problems.length > 0) {
      return { kind: 'page', status: 400, page: startPage({ organization, url, problems }) };
    }
    const publicUrl = address?.data ?? null;
    this.#eventsOff = publicUrl === null;
    const manifest = manifestFor(this.#parts.manifest, {
      publicUrl,
      redirectUrl: `${origin}/setup/callback`,
    });
    const owner = organization === '' ? '' : `/organizations/${organization}`;
    const action = `${this.#parts.settings.github.webUrl}${owner}/settings/apps/new?state=${this.#access.newState()}`;
    return { kind: 'page', status: 200, page: reviewPage({ action, organization, manifest }) };
  }

  /** Asks for no cookie, which a browser may hold back after the detour: who knows the state was shown the form. */
  async #callback({ query }: Visit): Promise<Reply> {
    const { log, settings } = this.#parts;
    const code = query.get('code') ?? '';
    if (!CODE.test(code) || !this.#access.takeState(query.get('state') ?? '')) return TURNED_AWAY;
    try {
      const app = await convertManifest(settings.github.apiUrl, code);
      const file = storeCredentials(settings.dataDir, app);
      this.#finished = true;
      log.info(
        { app: app.id, file },
        'setup: the App is made and its credentials are stored; restart the bot',
      );
      return { kind: 'page', status: 200, page: donePage({ app, file, eventsOff: this.#eventsOff }) };
    } catch (error) {
      log.error({ err: error }, 'setup: the App could not be taken over');
      return { kind: 'page', status: 502, page: problemPage(messageOf(error)) };
    }
  }

  #send(response: ServerResponse, reply: Reply): void {
    if (reply.kind === 'redirect') {
      response.writeHead(303, {
        location: reply.to,
        ...(reply.cookie === undefined ? {} : { 'set-cookie': reply.cookie }),
      });
      response.end();
      return;
    }
    const { origin } = new URL(this.#parts.settings.github.webUrl);
    response.writeHead(reply.status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; form-action 'self' ${origin}; frame-ancestors 'none'; base-uri 'none'`,
      // With `no-referrer` a browser would name the origin of the form it posts to GitHub as "null".
      'referrer-policy': 'strict-origin',
    });
    response.end(reply.page.text);
  }
}

const NOT_HERE = 'setup works only in a browser on this machine, at the link shown in the terminal';

const TURNED_AWAY: Reply = {
  kind: 'page',
  status: 403,
  page: problemPage(
    'This link is not valid or was used already. Open the one in the terminal; restart the bot for a new one.',
    'no way back',
  ),
};

import type { RecordedRequest } from '../../demo/github/api/service.ts';
import type { Door } from './door.ts';

/** What happened from a moment on. */
export interface Watch {
  /** Calls to GitHub, failed ones too. */
  calls(method?: string, path?: RegExp): readonly RecordedRequest[];
  /** Calls that change something at GitHub, edits included: `METHOD path`. */
  writes(): readonly string[];
  evaluations(): number;
}

const EVALUATED = /"msg":"(?:decided|evaluated, nothing new)"/;

export function watch({ github, logged }: Pick<Door, 'github' | 'logged'>): Watch {
  const { requests } = github.service;
  const before = { requests: requests.length, lines: logged.length };
  const since = () => requests.slice(before.requests);
  return {
    calls: (method, path = /./) =>
      since().filter((request) => (method ?? request.method) === request.method && path.test(request.path)),
    writes: () =>
      since()
        .filter(isWrite)
        .map(({ method, path }) => `${method} ${path}`),
    evaluations: () => logged.slice(before.lines).filter((line) => EVALUATED.test(line)).length,
  };
}

/** GraphQL and tokens are asked for with POST, and change nothing. */
function isWrite({ method, path }: RecordedRequest): boolean {
  return method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens');
}

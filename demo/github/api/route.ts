import type { Account } from '../model/account.ts';
import type { InstallationToken, Need } from '../model/app.ts';
import type { Repository } from '../model/repository.ts';
import type { World } from '../model/world.ts';
import type { Caller } from './caller.ts';
import type { ApiRequest, Reply } from './http.ts';
import type { Budget } from './rate-limit.ts';

export interface Call {
  readonly world: World;
  readonly request: ApiRequest;
  /** The `{…}` of the route, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` where there was none. */
  readonly body: unknown;
  readonly caller: Caller;
  /** What is left of the caller's hour. */
  readonly budget: Budget;
}

export interface InstallationCall extends Call {
  readonly token: InstallationToken;
  /** The App's bot account: who does what the call does. */
  readonly bot: Account;
}

export interface RepositoryCall extends InstallationCall {
  readonly repository: Repository;
}

export interface Route {
  /** `GET /repos/{owner}/{repo}`, as Octokit writes them. */
  readonly spec: string;
  readonly as: Caller['kind'];
  /** One of these suffices; none are needed where the list is empty. */
  readonly needs: readonly Need[];
  readonly answer: (call: Call) => Reply;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request; `other-method` where only the path is known. */
export function match(routes: readonly Route[], method: string, path: string): Match | 'other-method' | null {
  let otherMethod = false;
  for (const route of routes) {
    const [wanted = '', template = ''] = route.spec.split(' ');
    const params = matchPath(template, path);
    if (params === null) continue;
    if (wanted === method) return { route, params };
    otherMethod = true;
  }
  return otherMethod ? 'other-method' : null;
}

interface Pattern {
  readonly regexp: RegExp;
  readonly names: readonly string[];
}

const patterns = new Map<string, Pattern>();

/** `{name}` takes one segment, `{name+}` the rest of the path. */
function patternOf(template: string): Pattern {
  const known = patterns.get(template);
  if (known !== undefined) return known;
  const names: string[] = [];
  const source = template.replaceAll(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) => {
    names.push(name);
    return rest === '+' ? '(.+)' : '([^/]+)';
  });
  const made = { regexp: new RegExp(`^${source}$`), names };
  patterns.set(template, made);
  return made;
}

function matchPath(template: string, path: string): Readonly<Record<string, string>> | null {
  const { regexp, names } = patternOf(template);
  const found = regexp.exec(path);
  if (found === null) return null;
  try {
    return Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')]));
  } catch {
    return null;
  }
}

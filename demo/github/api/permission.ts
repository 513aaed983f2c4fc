import { type App, allows, type InstallationToken, type Need, reaches } from '../model/app.ts';
import type { Reply } from './http.ts';
import { notAccessible, notFound, Refusal } from './refusal.ts';
import type { Call, InstallationCall, RepositoryCall, Route } from './route.ts';

export function appRoute(spec: string, answer: (call: Call & { readonly app: App }) => Reply): Route {
  return {
    spec,
    as: 'app',
    needs: [],
    answer: (call) => {
      if (call.caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
      return answer({ ...call, app: call.caller.app });
    },
  };
}

export function installationRoute(
  spec: string,
  needs: readonly Need[],
  answer: (call: InstallationCall) => Reply,
): Route {
  return { spec, as: 'installation', needs, answer: (call) => answer(asInstallation(call, needs)) };
}

/**
 * A route below `/repos/{owner}/{repo}`. A private repository that the token does not reach is not
 * found; a public one may be read by anyone, and written by nobody else.
 */
export function repositoryRoute(
  spec: string,
  needs: readonly Need[],
  answer: (call: RepositoryCall) => Reply,
): Route {
  return {
    spec,
    as: 'installation',
    needs,
    answer: (call) => {
      const { owner = '', repo = '' } = call.params;
      const repository = call.world.repository(owner, repo);
      const token = tokenOf(call);
      if (repository === undefined) throw notFound();
      if (reaches(token, repository)) return answer({ ...asInstallation(call, needs), repository });
      if (repository.private) throw notFound();
      if (call.request.method !== 'GET') throw notAccessible();
      return answer({ ...asInstallation(call, []), repository });
    },
  };
}

function asInstallation(call: Call, needs: readonly Need[]): InstallationCall {
  const token = tokenOf(call);
  if (needs.length > 0 && !needs.some((need) => allows(token, need))) throw notAccessible();
  return { ...call, token, bot: token.installation.app.bot };
}

function tokenOf({ caller }: Call): InstallationToken {
  if (caller.kind !== 'installation') {
    throw new Refusal(
      403,
      'You must authenticate with an installation access token in order to use this endpoint.',
    );
  }
  return caller.token;
}

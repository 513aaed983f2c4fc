const NAME = /^(?<owner>[\w.-]+)\/(?<repo>[\w.-]+)(?:#(?<number>\d{1,9}))?$/;
const PATH = /^\/(?<owner>[\w.-]+)\/(?<repo>[\w.-]+)(?:\/pull\/(?<number>\d{1,9})(?:\/.*)?)?\/?$/;

/** A repository, or a pull request of it, as people name it. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number | null;
}

export type PullPlace = Place & { readonly number: number };

/** Reads `owner/repo` and `owner/repo#12`; `null` for what is neither. */
export function placeOf(name: string): Place | null {
  return placeFrom(NAME.exec(name));
}

/**
 * Reads the web address of a repository or of a pull request, with whatever a browser has behind it.
 *
 * @param webUrl base of GitHub's pages: addresses elsewhere are none
 */
export function placeAt(address: string, webUrl: string): Place | null {
  if (!address.startsWith(`${webUrl}/`)) return null;
  const path = address.slice(webUrl.length).replace(/[?#].*$/, '');
  return placeFrom(PATH.exec(path));
}

export function isPull(place: Place): place is PullPlace {
  return place.number !== null;
}

/** As people name it. */
export function placeName({ owner, repo, number }: Place): string {
  return number === null ? `${owner}/${repo}` : `${owner}/${repo}#${number}`;
}

function placeFrom(found: RegExpExecArray | null): Place | null {
  const { owner, repo, number } = found?.groups ?? {};
  if (owner === undefined || repo === undefined) return null;
  return { owner, repo, number: number === undefined ? null : Number(number) };
}

/** An error of GitHub's GraphQL API: `type` stands beside the message, where graphql-js has no place for it. */
export class Problem extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export function notFound(what: string): Problem {
  return new Problem('NOT_FOUND', `Could not resolve to ${what}.`);
}

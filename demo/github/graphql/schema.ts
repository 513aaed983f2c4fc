import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';

/** By its place: the package does not export the file, and its entry point reads five megabytes more. */
const SCHEMA = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);

let built: GraphQLSchema | null = null;

/**
 * GitHub's own schema, built when it is first asked for and once per process: that takes a quarter
 * of a second. Ids of runs and suites are declared `Int` there and have long outgrown it, which
 * GitHub does not mind and graphql-js would.
 */
export function githubSchema(): GraphQLSchema {
  if (built === null) {
    const text = readFileSync(SCHEMA, 'utf8').replaceAll(/\bdatabaseId: Int\b/g, 'databaseId: BigInt');
    const document = parse(text, { noLocation: true });
    built = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  }
  return built;
}

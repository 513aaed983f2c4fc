import {
  type DocumentNode,
  defaultFieldResolver,
  GraphQLError as ErrorOfGraphQL,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  parse,
  validate,
} from 'graphql';
import type { Asker, Fields } from './asker.ts';
import { suiteNode } from './commit.ts';
import { type CommitOnBranch, createCommitOnBranch } from './commit-on-branch.ts';
import { organizationByLogin } from './people.ts';
import { notFound, Problem } from './problem.ts';
import { commentNode, pullNode } from './pull.ts';
import { repositoryByName, repositoryNode, show } from './repository.ts';
import { githubSchema } from './schema.ts';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

/** Runs a query against GitHub's schema: parsed, validated and resolved as GitHub would, errors in its shape. */
export function executeQuery(asker: Asker, question: Question, budget: Fields): Answer {
  const { document, problems } = understood(question.query);
  if (document === null) return { errors: problems.map(shape) };
  const result = execute({
    schema: githubSchema(),
    document,
    rootValue: root(asker, budget),
    variableValues: question.variables,
    fieldResolver: strictly(asker),
  });
  if (result instanceof Promise) throw new Error('no resolver of the stand-in is asynchronous');
  return answer(result as ExecutionResult);
}

type Understood =
  | { readonly document: DocumentNode; readonly problems: readonly [] }
  | { readonly document: null; readonly problems: readonly GraphQLError[] };

const remembered = new Map<string, Understood>();

/** A client asks the same few queries again and again: each is parsed and validated once. */
function understood(query: string): Understood {
  const known = remembered.get(query);
  if (known !== undefined) return known;
  const read = understand(query);
  remembered.set(query, read);
  return read;
}

function understand(query: string): Understood {
  try {
    const document = parse(query);
    const problems = validate(githubSchema(), document);
    return problems.length > 0 ? { document: null, problems } : { document, problems: [] };
  } catch (error) {
    if (error instanceof ErrorOfGraphQL) return { document: null, problems: [error] };
    throw error;
  }
}

function root(asker: Asker, budget: Fields): Fields {
  return {
    repository: ({ owner, name }: { readonly owner: string; readonly name: string }) =>
      repositoryByName(asker, owner, name),
    organization: ({ login }: { readonly login: string }) => organizationByLogin(asker, login),
    node: ({ id }: { readonly id: string }) => nodeOf(asker, id),
    // One that is missing leaves a gap and an error; the others are there.
    nodes: ({ ids }: { readonly ids: readonly string[] }) =>
      ids.map((id) => attempt(() => nodeOf(asker, id))),
    rateLimit: budget,
    createCommitOnBranch: (args: CommitOnBranch) => createCommitOnBranch(asker, args),
  };
}

function nodeOf(asker: Asker, id: string): Fields {
  const { world } = asker;
  const pull = world.pulls.find(({ nodeId }) => nodeId === id);
  if (pull !== undefined) return pullNode(asker, pull, show(asker));
  const comment = world.pulls.flatMap(({ comments }) => comments).find(({ nodeId }) => nodeId === id);
  if (comment !== undefined) return commentNode(asker, comment, show(asker));
  const suite = world.suites.find(({ nodeId }) => nodeId === id);
  if (suite !== undefined) return suiteNode(asker, suite);
  const repository = world.repositories.find(({ nodeId, deleted }) => nodeId === id && !deleted);
  if (repository !== undefined) return repositoryNode(asker, repository);
  throw notFound(`a node with the global id of '${id}'`);
}

/** graphql-js takes an error in a list for the failure of that item alone. */
function attempt(work: () => Fields): Fields | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Fields that are in GitHub's schema and not in this stand-in must not look like `null`. */
function strictly(asker: Asker): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const known = typeof source === 'object' && source !== null && info.fieldName in source;
    if (!known) {
      const field = `${info.parentType.name}.${info.fieldName}`;
      asker.world.unexpected.push(`GraphQL ${field}`);
      throw new Problem('STAND_IN', `${field} is not known to the stand-in for GitHub`);
    }
    return defaultFieldResolver(source, args, context, info);
  };
}

function answer({ data, errors }: ExecutionResult): Answer {
  return { data, ...(errors === undefined ? {} : { errors: errors.map(shape) }) };
}

function shape(error: GraphQLError): object {
  const { originalError, path, locations, message } = error;
  const type = originalError instanceof Problem ? { type: originalError.type } : {};
  return { ...type, ...(path === undefined ? {} : { path }), locations, message };
}

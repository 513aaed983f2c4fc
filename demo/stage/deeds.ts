import { z } from 'zod';
import type { RecordedRequest } from '../github/api/service.ts';
import type { GitHub } from '../github/github.ts';
import type { Comment } from '../github/model/pull.ts';
import type { Repository } from '../github/model/repository.ts';
import type { Run } from '../github/model/run.ts';
import { type CheckSeen, readCheck } from './check-seen.ts';

/** Something that the bot did at GitHub, read from the requests that GitHub got. Reads are no deeds. */
export type Deed =
  | {
      readonly kind: 'check';
      readonly pull: number;
      readonly check: CheckSeen;
      readonly names: readonly Run[];
    }
  | {
      readonly kind: 'comment';
      readonly pull: number;
      readonly purpose: string;
      readonly isNew: boolean;
      readonly text: string;
      /** Auto Handoff runs that it links to: a run takes no inputs, and so does not say itself for which PR it is. */
      readonly names: readonly Run[];
    }
  | { readonly kind: 'label'; readonly pull: number; readonly name: string; readonly on: boolean }
  | { readonly kind: 'reaction'; readonly comment: Comment; readonly content: string }
  | { readonly kind: 'dispatch'; readonly ref: string; readonly run: Run; readonly answerLost: boolean }
  | { readonly kind: 'cancel' | 'rerun'; readonly run: Run }
  /** GitHub refused it, or it is nothing that the bot has a reason to do. */
  | { readonly kind: 'odd'; readonly what: string };

const checkBody = z.object({
  external_id: z.string(),
  conclusion: z.string().optional(),
  output: z.object({ title: z.string(), summary: z.string() }),
});
const commentBody = z.object({ body: z.string() });
const labelsBody = z.object({ labels: z.array(z.string()) });
const reactionBody = z.object({ content: z.string() });
const dispatchBody = z.object({ ref: z.string() });

const HANDOFF_FILE = '/ai-ops-auto-handoff.yml';
/** Answers below 400 that were given after the work; refusals are odd. */
const REFUSED = 400;

/** Everything that the bot has done so far, in order. */
export class Deeds {
  readonly #github: GitHub;
  readonly #repository: Repository;
  readonly #all: Deed[] = [];
  #read = 0;
  #dispatches = 0;

  constructor(github: GitHub, repository: Repository) {
    this.#github = github;
    this.#repository = repository;
  }

  get all(): readonly Deed[] {
    const { requests } = this.#github.service;
    for (; this.#read < requests.length; this.#read += 1) {
      const request = requests[this.#read];
      if (request !== undefined && isWrite(request)) this.#all.push(...this.#deedsOf(request));
    }
    return this.#all;
  }

  /** The newest pull request from a branch of the repository. */
  pullOn(branch: string | null): number | null {
    return this.#github.world.pulls.findLast(({ headRef }) => headRef === branch)?.number ?? null;
  }

  #deedsOf(request: RecordedRequest): readonly Deed[] {
    const { method, path, status, fault } = request;
    const [, what = ''] = /^\/repos\/[^/]+\/[^/]+\/(.*)$/.exec(path) ?? [];
    const odd = { kind: 'odd', what: `${method} ${path} → ${status ?? 'nothing'}` } as const;
    if (status === null || status >= REFUSED) return [odd];
    const act = `${method} ${what.replaceAll(/\d+/g, 'N').replace(/workflows\/[^/]+/, 'workflows/FILE')}`;
    const id = Number(/\d+/.exec(what)?.[0]);
    switch (act.replace(/labels\/.+$/, 'labels/NAME')) {
      case 'POST check-runs':
      case 'PATCH check-runs/N':
        return [this.#checkDeed(request.body)];
      case 'POST issues/N/comments':
        return [this.#commentDeed(request.body, { pull: id, isNew: true })];
      case 'PATCH issues/comments/N':
        return [this.#commentDeed(request.body, { pull: this.#comment(id).pull.number, isNew: false })];
      case 'POST issues/N/labels':
        return labelsBody
          .parse(request.body)
          .labels.map((name) => ({ kind: 'label', pull: id, name, on: true }));
      case 'DELETE issues/N/labels/NAME':
        return [{ kind: 'label', pull: id, name: decodeURIComponent(what.replace(/^.*\//, '')), on: false }];
      case 'POST issues/comments/N/reactions':
        return [
          { kind: 'reaction', comment: this.#comment(id), content: reactionBody.parse(request.body).content },
        ];
      case 'POST actions/workflows/FILE/dispatches':
        return [this.#dispatchDeed(request.body, fault === 'answer-lost')];
      case 'POST actions/runs/N/cancel':
        return [{ kind: 'cancel', run: this.#run(id) }];
      case 'POST actions/runs/N/rerun':
        return [{ kind: 'rerun', run: this.#run(id) }];
      default:
        return [odd];
    }
  }

  /** The external id begins with the number of the PR that the check is for. */
  #checkDeed(body: unknown): Deed {
    const { external_id, conclusion, output } = checkBody.parse(body);
    const check = readCheck(conclusion ?? 'in_progress', output);
    const pull = Number(external_id.split(':', 1)[0]);
    return { kind: 'check', pull, check, names: this.#handoffRunsIn(output.summary) };
  }

  /** The hidden last line says what a comment is for. */
  #commentDeed(body: unknown, of: { readonly pull: number; readonly isNew: boolean }): Deed {
    const text = commentBody.parse(body).body;
    return { kind: 'comment', ...of, purpose: purposeOf(text), text, names: this.#handoffRunsIn(text) };
  }

  #handoffRunsIn(text: string): readonly Run[] {
    const ids = new Set([...text.matchAll(/\/actions\/runs\/(\d+)/g)].map(([, id]) => Number(id)));
    return this.#github.world.runs.filter(
      ({ id, workflow }) => ids.has(id) && workflow.path.endsWith(HANDOFF_FILE),
    );
  }

  /** The requests that GitHub took are its dispatches, in the same order. */
  #dispatchDeed(body: unknown, answerLost: boolean): Deed {
    const dispatch = this.#github.world.dispatches[this.#dispatches];
    this.#dispatches += 1;
    if (dispatch === undefined) throw new Error('a dispatch was taken, but no run was made');
    return { kind: 'dispatch', ref: dispatchBody.parse(body).ref, run: dispatch.run, answerLost };
  }

  #comment(id: number): Comment {
    const found = this.#github.world.comment(this.#repository, id);
    if (found === undefined) throw new Error(`there is no comment ${id}`);
    return found;
  }

  #run(id: number): Run {
    const found = this.#github.world.run(this.#repository, id);
    if (found === undefined) throw new Error(`there is no run ${id}`);
    return found;
  }
}

/** GraphQL and tokens are asked for with POST, and change nothing. */
function isWrite({ method, path }: RecordedRequest): boolean {
  return method !== 'GET' && path !== '/graphql' && !path.endsWith('/access_tokens');
}

/** `sticky`, `approval`, `reply` or `blast`. */
export function purposeOf(comment: string): string {
  return /<!-- ai-ops:(\w+):\w+ -->\s*$/.exec(comment)?.[1] ?? 'unmarked';
}

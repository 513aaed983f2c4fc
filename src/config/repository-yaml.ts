import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import { CodedError } from '../errors.ts';
import { oneLine, type Path, type Place, type Problem } from './repository-problems.ts';

export const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 20;
/** Uses of aliases: each costs a walk through the file, and may unfold into much. */
const MAX_ALIASES = 100;
const MAX_NODES = 10_000;
/** What is parsed costs more than its length: sixty thousand brackets take seconds, in which nothing else is done. */
const MAX_TOKENS = 20_000;
const PROTOTYPE_KEYS: ReadonlySet<unknown> = new Set(['__proto__', 'constructor', 'prototype']);

/** A YAML mapping as plain data, with the line each value was written on. */
export interface YamlFile {
  readonly value: Readonly<Record<string, unknown>>;
  /** Line of a key or list entry, `null` where it is not in the file. */
  readonly lineOf: (path: Path) => number | null;
}

export type YamlResult =
  | { readonly kind: 'ok'; readonly file: YamlFile }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Reads one YAML mapping; an empty file is an empty mapping. Never throws for what is in the text. */
export function readYaml(text: string): YamlResult {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return invalid([
      { place: null, path: [], message: `the file must not be larger than ${MAX_BYTES / 1024} KiB` },
    ]);
  }
  if (hasTooManyTokens(text))
    return invalid([{ place: null, path: [], message: 'the file has too many values, marks and blanks' }]);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    merge: false,
    prettyErrors: false,
    resolveKnownTags: false,
    schema: 'core',
    strict: true,
    uniqueKeys: false,
    version: '1.2',
  });
  const flaws = [...document.errors, ...document.warnings];
  if (flaws.length > 0) {
    return invalid(
      flaws.map(({ message, pos }) => ({
        place: at(lineCounter.linePos(pos[0]).line),
        path: [],
        message: oneLine(message),
      })),
    );
  }
  const { contents } = document;
  const isEmpty = contents === null || (isScalar(contents) && contents.value === null);
  if (!isEmpty && !isMap(contents)) {
    return invalid([{ place: at(1), path: [], message: 'the file must be a mapping of keys to values' }]);
  }
  const reader = new NodeReader(document, lineCounter);
  try {
    const value = isEmpty ? {} : reader.mapping(contents, []);
    return { kind: 'ok', file: { value, lineOf: (path) => reader.lineOf(path) } };
  } catch (error) {
    if (error instanceof BadNode) return invalid([error.problem]);
    throw error;
  }
}

function hasTooManyTokens(text: string): boolean {
  let tokens = 0;
  for (const _ of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > MAX_TOKENS) return true;
  }
  return false;
}

function at(line: number): Place {
  return { line, extended: false };
}

function invalid(problems: readonly Problem[]): YamlResult {
  return { kind: 'invalid', problems };
}

class BadNode extends CodedError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super('AIOPS_CONFIG_INVALID', problem.message);
    this.problem = problem;
  }
}

/** Turns nodes into plain data itself, so that no key, tag or alias does anything unforeseen on the way. */
class NodeReader {
  readonly #document: Document.Parsed;
  readonly #lineCounter: LineCounter;
  readonly #lines = new Map<string, number>();
  #nodes = 0;
  #aliases = 0;

  constructor(document: Document.Parsed, lineCounter: LineCounter) {
    this.#document = document;
    this.#lineCounter = lineCounter;
  }

  mapping(node: Node, path: Path): Readonly<Record<string, unknown>> {
    if (!isMap(node)) throw this.#bad(node, path, 'must be a mapping');
    const read = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      if (!isScalar(key) || typeof key.value !== 'string') {
        throw this.#bad(node, path, 'must have plain text as keys');
      }
      const inner = [...path, key.value];
      if (read.has(key.value)) throw this.#bad(key, inner, 'is there twice');
      if (PROTOTYPE_KEYS.has(key.value)) throw this.#bad(key, inner, 'is not a known key');
      this.#remember(key, inner);
      read.set(key.value, this.#value(value, inner));
    }
    return Object.fromEntries(read);
  }

  lineOf(path: Path): number | null {
    return this.#lines.get(JSON.stringify(path)) ?? null;
  }

  #value(node: unknown, path: Path): unknown {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw this.#bad(node, path, 'is one value too many for one file');
    if (path.length > MAX_DEPTH) throw this.#bad(node, path.slice(0, 3), 'is nested too deeply');
    if (isAlias(node)) return this.#value(this.#target(node, path), path);
    if (isScalar(node)) return node.value;
    if (isMap(node)) return this.mapping(node, path);
    if (!isSeq(node)) return null;
    return node.items.map((item, index) => {
      const inner = [...path, index];
      this.#remember(item, inner);
      return this.#value(item, inner);
    });
  }

  #target(alias: Alias, path: Path): Node {
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES) throw this.#bad(alias, path, 'is one alias too many for one file');
    const target = alias.resolve(this.#document);
    if (target === undefined) {
      throw this.#bad(alias, path, `repeats \`*${oneLine(alias.source)}\`, which is not there`);
    }
    return target;
  }

  #remember(node: unknown, path: Path): void {
    const line = this.#lineIn(node);
    const key = JSON.stringify(path);
    if (line !== null && !this.#lines.has(key)) this.#lines.set(key, line);
  }

  #lineIn(node: unknown): number | null {
    const isNode = isAlias(node) || isScalar(node) || isMap(node) || isSeq(node);
    return isNode && node.range ? this.#lineCounter.linePos(node.range[0]).line : null;
  }

  #bad(node: unknown, path: Path, message: string): BadNode {
    const line = this.#lineIn(node) ?? this.lineOf(path);
    return new BadNode({ place: line === null ? null : at(line), path, message });
  }
}

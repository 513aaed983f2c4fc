import canonicalize from 'canonicalize';
import { CodedError } from '../errors.ts';

/** JSON values that canonicalise the same everywhere: integers below 2^53, strings, no floats. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 text of a value, after Unicode NFC: equal values give equal bytes on every machine.
 * Refuses what does not survive that: floats, integers beyond 2^53, lone surrogates, two keys that
 * become one, and anything that is not JSON.
 */
export function canonicalJson(value: Json): string {
  const text = canonicalize(normalize(value, '$'));
  if (text === undefined) throw refusal('$', 'not a JSON value');
  return text;
}

function normalize(value: Json, path: string): Json {
  if (typeof value === 'string') return normalizeText(value, path);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw refusal(path, 'a number that is not an integer below 2^53');
    return value;
  }
  if (value === null || typeof value === 'boolean') return value;
  if (isList(value)) return value.map((item, index) => normalize(item, `${path}[${index}]`));
  if (typeof value !== 'object') throw refusal(path, `a ${typeof value}`);
  return normalizeObject(value, path);
}

function normalizeObject(value: { readonly [key: string]: Json }, path: string): Json {
  const result = new Map<string, Json>();
  for (const [key, item] of Object.entries(value)) {
    const name = normalizeText(key, path);
    if (result.has(name)) throw refusal(path, 'two keys that are one in Unicode NFC');
    result.set(name, normalize(item, `${path}.${name}`));
  }
  return Object.fromEntries(result);
}

function normalizeText(text: string, path: string): string {
  if (!text.isWellFormed()) throw refusal(path, 'text with a lone surrogate');
  return text.normalize('NFC');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function refusal(path: string, what: string): CodedError {
  return new CodedError(
    'AIOPS_LEDGER_VALUE',
    `the ledger cannot hold ${what} (at ${path}); write it as text or leave it out`,
  );
}

import { z } from 'zod';
import type { ReportFacts } from '../policies/facts.ts';

const LIMITS = { items: 500, name: 200, depth: 6, text: 20_000 } as const;

const latestJson = z.object({
  generatedAt: z.string().max(100),
  items: z
    .array(z.object({ check: z.string().min(1).max(LIMITS.name), status: z.string().min(1).max(50) }))
    .max(LIMITS.items),
});

/** Codex Smoke's `latest.json`: only the fields that are used are kept, whatever else is in it. */
export function parseSmokeReport(bytes: Buffer): ReportFacts {
  const text = decode(bytes);
  if (text === null) return malformed('not UTF-8');
  let raw: unknown;
  try {
    raw = JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    return malformed('not JSON');
  }
  if (depthOf(raw, LIMITS.depth) > LIMITS.depth) return malformed('nested too deeply');
  const report = latestJson.safeParse(raw);
  if (!report.success) {
    const issue = report.error.issues[0];
    return malformed(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'of another shape'}`);
  }
  return { kind: 'items', items: report.data.items };
}

/** A Markdown report as it came, bounded; what it says is not evidence and never trusted. */
export function parseTextReport(bytes: Buffer): ReportFacts {
  const text = decode(bytes);
  if (text === null) return malformed('not UTF-8');
  return { kind: 'text', text: text.length > LIMITS.text ? `${text.slice(0, LIMITS.text)}\n…` : text };
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function malformed(why: string): ReportFacts {
  return { kind: 'malformed', why };
}

/** Depth of nested arrays and objects; stops one below `limit`. */
function depthOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (limit < 0) return 1;
  return 1 + Object.values(value).reduce((most, inner) => Math.max(most, depthOf(inner, limit - 1)), 0);
}

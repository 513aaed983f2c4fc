import { z } from 'zod';

/** Two keys of one mapping that break a rule together; either may be a default, which its file does not show. */
const comparison = z.object({
  must: z.enum(['be less than', 'not be more than']),
  is: z.number(),
  other: z.string(),
  otherIs: z.number(),
});
export type Comparison = z.output<typeof comparison>;

/** The issue at one key of a mapping that is not as another one wants it. */
export function comparisonIssue(key: string, params: Comparison) {
  const message = `must ${params.must} \`${params.other}\`, which is ${params.otherIs}`;
  return { code: 'custom' as const, path: [key], message, params };
}

/** `null`: the issue is another one. */
export function comparisonOf(issue: z.core.$ZodIssue): Comparison | null {
  return issue.code === 'custom' ? (comparison.safeParse(issue.params).data ?? null) : null;
}

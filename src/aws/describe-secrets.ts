import type { DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { AwsFailure } from './failure.ts';
import type { SecretsManager } from './secrets-manager.ts';

/** What can be known of a secret without the right to read it. Times are ISO 8601 in UTC. */
export interface SecretMetadata {
  readonly name: string;
  /** Anything of it: value, description, tags, rotation. */
  readonly lastChangedDate: string | null;
  /** Its value, by its rotation function; `null` where it was never rotated so. */
  readonly lastRotatedDate: string | null;
  readonly rotationEnabled: boolean;
  /** To the end of its window; `null` where it is not rotated. */
  readonly nextRotationDate: string | null;
  /** When it was marked for deletion; `null` where it is not. */
  readonly deletedDate: string | null;
  /** Which version stands where: `AWSCURRENT`, `AWSPREVIOUS`, `AWSPENDING`, own labels. Another id is another value. */
  readonly versionIds: Readonly<Record<string, string>>;
}

export type SecretDescription =
  | { readonly id: string; readonly ok: true; readonly metadata: SecretMetadata }
  | { readonly id: string; readonly ok: false; readonly failure: AwsFailure };

/**
 * Describes secrets whose values are none of the bot's business, by `DescribeSecret` alone.
 *
 * @param ids names or ARNs; the answers come in their order
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export function describeSecrets(
  ids: readonly string[],
  manager: Pick<SecretsManager, 'description'>,
): Promise<readonly SecretDescription[]> {
  return Promise.all(
    ids.map(async (id): Promise<SecretDescription> => {
      const answer = await manager.description(id);
      return answer.ok
        ? { id, ok: true, metadata: metadataIn(id, answer.value) }
        : { id, ok: false, failure: answer.failure };
    }),
  );
}

function metadataIn(id: string, told: DescribeSecretCommandOutput): SecretMetadata {
  return {
    name: told.Name ?? id,
    lastChangedDate: told.LastChangedDate?.toISOString() ?? null,
    lastRotatedDate: told.LastRotatedDate?.toISOString() ?? null,
    rotationEnabled: told.RotationEnabled ?? false,
    nextRotationDate: told.NextRotationDate?.toISOString() ?? null,
    deletedDate: told.DeletedDate?.toISOString() ?? null,
    versionIds: Object.fromEntries(
      Object.entries(told.VersionIdsToStages ?? {}).flatMap(([version, stages]) =>
        stages.map((stage) => [stage, version] as const),
      ),
    ),
  };
}

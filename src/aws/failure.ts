/**
 * Why AWS Secrets Manager did not tell what was asked for, told by what to do about it.
 *
 * - `denied`: this role may not do it to this secret.
 * - `not_found`: no such secret in this account and region, or it has no current value.
 * - `not_as_it_is`: AWS refuses for the state that the secret is in, such as marked for deletion.
 * - `not_text`: its value is binary.
 * - `not_decrypted`: its KMS key is disabled or gone.
 * - `no_credentials`: the default credential chain came to an end without any.
 * - `credentials_refused`: AWS, or STS for a role, refused those that it found.
 * - `no_region`: nothing says which region to ask.
 * - `unreachable`: no answer over the network, in time.
 * - `unavailable`: an answer that says nothing, or that AWS is busy.
 *
 * `detail` is the name of AWS's error or of the network's: a word, never its message, which may quote an answer.
 */
export interface AwsFailure {
  readonly kind: AwsFailureKind;
  readonly detail: string;
}

export type AwsFailureKind =
  | 'denied'
  | 'not_found'
  | 'not_as_it_is'
  | 'not_text'
  | 'not_decrypted'
  | 'no_credentials'
  | 'credentials_refused'
  | 'no_region'
  | 'unreachable'
  | 'unavailable';

/** What the bot asks for, as a policy names it. */
export type AwsAction = 'secretsmanager:GetSecretValue' | 'secretsmanager:DescribeSecret';

/**
 * Names of AWS's own errors. STS says `AccessDenied` where Secrets Manager says `AccessDeniedException`.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors
 */
const BY_NAME: ReadonlyMap<string, AwsFailureKind> = new Map([
  ['AccessDeniedException', 'denied'],
  ['NotAuthorized', 'denied'],
  ['ResourceNotFoundException', 'not_found'],
  ['InvalidRequestException', 'not_as_it_is'],
  ['InvalidParameterException', 'not_as_it_is'],
  ['ValidationException', 'not_as_it_is'],
  ['ValidationError', 'not_as_it_is'],
  ['DecryptionFailure', 'not_decrypted'],
  ['CredentialsProviderError', 'no_credentials'],
  ['TokenProviderError', 'no_credentials'],
  ['AccessDenied', 'credentials_refused'],
  ['ExpiredToken', 'credentials_refused'],
  ['ExpiredTokenException', 'credentials_refused'],
  ['IDPCommunicationError', 'credentials_refused'],
  ['IDPRejectedClaim', 'credentials_refused'],
  ['IncompleteSignature', 'credentials_refused'],
  ['InvalidClientTokenId', 'credentials_refused'],
  ['InvalidIdentityToken', 'credentials_refused'],
  ['InvalidSignatureException', 'credentials_refused'],
  ['MissingAuthenticationTokenException', 'credentials_refused'],
  ['OptInRequired', 'credentials_refused'],
  ['SignatureDoesNotMatch', 'credentials_refused'],
  ['UnrecognizedClientException', 'credentials_refused'],
  ['TimeoutError', 'unreachable'],
]);

interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
}

/** Judges what a call of the AWS SDK threw, by names alone. What nobody knows is `unavailable`. */
export function awsFailure(error: unknown): AwsFailure {
  const { name, message, code, syscall }: Thrown = typeof error === 'object' && error !== null ? error : {};
  const detail = [code, name].find((word) => typeof word === 'string' && /^\w{1,80}$/.test(word));
  const said = (kind: AwsFailureKind): AwsFailure => ({ kind, detail: String(detail ?? 'Error') });
  const known = BY_NAME.get(String(name));
  if (known !== undefined) return said(known);
  // The SDK has no name for it.
  if (/^Region (is missing|not accepted)/.test(String(message)))
    return { kind: 'no_region', detail: 'AWS_REGION' };
  // The file of the web identity token.
  if (syscall === 'open') return said('no_credentials');
  return said(typeof syscall === 'string' || isOfTheNetwork(code) ? 'unreachable' : 'unavailable');
}

function isOfTheNetwork(code: unknown): boolean {
  return typeof code === 'string' && /^(E[A-Z]+|ERR_TLS_\w+|\w*CERT\w*|UNABLE_TO_\w+)$/.test(code);
}

/** What went wrong with a secret and what to do, as the end of a sentence that begins with its id. */
export function sentenceOn({ kind, detail }: AwsFailure, action: AwsAction): string {
  switch (kind) {
    case 'denied':
      return action === 'secretsmanager:GetSecretValue'
        ? `may not be read (${detail}); allow ${action} on it, and kms:Decrypt where it has a KMS key of its own`
        : `may not be described (${detail}); allow ${action} on it`;
    case 'not_found':
      return `is not there or has no current value (${detail}); check its name, the account and AWS_REGION`;
    case 'not_as_it_is':
      return `cannot be read as it is (${detail}); restore it if it is marked for deletion, and check how its id is written`;
    case 'not_text':
      return 'holds bytes and no text; store its value as a string';
    case 'not_decrypted':
      return `cannot be decrypted (${detail}); look whether its KMS key is enabled`;
    case 'no_credentials':
      return `was not asked for, since no AWS credentials were found (${detail}); give the process a role, or the variables of the AWS SDK`;
    case 'credentials_refused':
      return `was refused together with the AWS credentials (${detail}); check the role's trust policy, the token and this machine's clock`;
    case 'no_region':
      return 'was not asked for, since no region is known; set AWS_REGION';
    case 'unreachable':
      return `could not be asked for, since AWS does not answer (${detail}); check the network, AWS_REGION and the endpoint`;
    case 'unavailable':
      return `was not told by AWS (${detail}); look at the AWS Health Dashboard and try again`;
  }
}

/** Thrown by a look at something that is not there for a reason, which its message says. */
export class NothingToLookAt extends Error {
  override readonly name = 'NothingToLookAt';
}

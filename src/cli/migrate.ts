import { print } from './output.ts';
import { withStore } from './with-store.ts';

/** Opening the store migrates it; several at once wait for each other. */
export async function migrate(): Promise<void> {
  await withStore((store) => store.ping(), 'make');
  print({}, null, ['The store is at this version.']);
}

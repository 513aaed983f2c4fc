import type { App, InstallationToken } from '../model/app.ts';

/** Who asks: an App by its JWT, an installation by its token, or nobody that had to sign in. */
export type Caller =
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'installation'; readonly token: InstallationToken }
  | { readonly kind: 'anyone' };

import { grantManifestCode } from '../acts/apps.ts';
import type { World } from '../model/world.ts';
import { html } from './html.ts';
import { page } from './layout.ts';

/**
 * The page on which a person confirms a new GitHub App made from a manifest: it shows what is
 * asked for, and leads back to the manifest's `redirect_url` with a one-time code.
 *
 * @param form the posted form with its `manifest`
 * @param at.state handed back unread; @param at.owner login of the organization, the first one where it is `null`
 */
export function manifestPage(
  world: World,
  form: URLSearchParams,
  at: { readonly state: string; readonly owner: string | null },
): string | null {
  const manifest = readManifest(form.get('manifest') ?? '');
  const owner =
    at.owner === null ? world.accounts.find(({ type }) => type === 'Organization') : world.account(at.owner);
  if (manifest === null || owner === undefined) return null;
  const back = new URL(manifest.redirect_url);
  back.searchParams.set('code', grantManifestCode(world, manifest, owner));
  back.searchParams.set('state', at.state);
  return page(
    'Create GitHub App',
    html`<h1>Create GitHub App for ${owner.login}</h1>
<pre><code>${JSON.stringify(manifest, null, 2)}</code></pre>
<p><a class="button" href="${back.href}">Create GitHub App</a></p>`,
  );
}

function readManifest(text: string): { readonly redirect_url: string } | null {
  try {
    const manifest: { readonly redirect_url?: unknown } = JSON.parse(text);
    const { redirect_url } = manifest;
    if (typeof redirect_url !== 'string' || !URL.canParse(redirect_url)) return null;
    return { ...manifest, redirect_url };
  } catch {
    return null;
  }
}

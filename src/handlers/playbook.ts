/** Page of a section of the playbooks on the default branch; of the whole file where no section is named. */
export function playbookAt(
  path: string,
  section: string | undefined,
  { repositoryUrl, defaultBranch }: { readonly repositoryUrl: string; readonly defaultBranch: string },
): string {
  const file = path.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryUrl}/blob/${encodeURIComponent(defaultBranch)}/${file}`;
  return section === undefined ? url : `${url}#${encodeURIComponent(section)}`;
}

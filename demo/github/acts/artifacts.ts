import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { Artifact, Run } from '../model/run.ts';
import type { World } from '../model/world.ts';

/** File name to text, zipped as Actions does; or the bytes of an archive, however hostile. */
export type ArtifactFiles = Readonly<Record<string, string>> | Uint8Array;

export function addArtifacts(
  world: World,
  run: Run,
  artifacts: Readonly<Record<string, ArtifactFiles>>,
): void {
  for (const [name, files] of Object.entries(artifacts)) {
    const bytes = files instanceof Uint8Array ? files : zip(files);
    run.artifacts.push({
      id: world.ids.next('artifact'),
      run,
      name,
      bytes,
      digest: createHash('sha256').update(bytes).digest('hex'),
      createdAt: world.now(),
      expired: false,
    });
  }
}

/** As after the days that artifacts are kept: the list still names it, its archive is gone. */
export function expireArtifact(_world: World, artifact: Artifact): void {
  artifact.expired = true;
}

function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

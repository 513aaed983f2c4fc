import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { SETTING_NAMES } from '../../src/config/settings.ts';

const text = readFileSync(join(import.meta.dirname, '../../compose.yaml'), 'utf8');

const service = z.strictObject({
  image: z.string(),
  build: z.literal('.').optional(),
  command: z.array(z.string()).optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).optional(),
  deploy: z.strictObject({ replicas: z.number() }).optional(),
  ports: z.array(z.string()).optional(),
  healthcheck: z.looseObject({}).optional(),
  init: z.boolean().optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  volumes: z.array(z.string()).optional(),
  restart: z.string(),
});

const { services } = z
  .looseObject({ services: z.strictObject({ postgres: service, migrate: service, bot: service }) })
  .parse(parse(text, { merge: true }));

describe('compose.yaml', () => {
  test('two replicas start after the tables are there, on a PostgreSQL that answers', () => {
    expect(services.bot.deploy).toEqual({ replicas: 2 });
    expect(services.bot.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      migrate: { condition: 'service_completed_successfully' },
    });
    expect(services.migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(services.postgres.healthcheck).toHaveProperty('test', expect.arrayContaining(['pg_isready']));
    expect(services.migrate.command).toEqual(['node', 'bin/ai-ops.mjs', 'migrate']);
    expect(services.bot.command).toBeUndefined();
  });

  test('as many ports as replicas, on this machine only', () => {
    const [, from, to, inside] = /^127\.0\.0\.1:(\d+)-(\d+):(\d+)$/.exec(services.bot.ports?.[0] ?? '') ?? [];
    expect(Number(to) - Number(from) + 1).toBe(services.bot.deploy?.replicas);
    expect(inside).toBe(services.bot.environment.PORT);
  });

  test('sets only settings that exist, for production, on one database', () => {
    for (const { environment } of [services.bot, services.migrate]) {
      expect(Object.keys(environment).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
      expect(environment.NODE_ENV).toBe('production');
      expect(environment.DATABASE_URL).toMatch(
        /^postgres:\/\/ai_ops:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:5432\/ai_ops$/,
      );
    }
  });

  test('holds no secret itself', () => {
    expect(services.bot.env_file).toBe('.env');
    for (const [, value = ''] of text.matchAll(/PASSWORD: (.+)$/gm)) expect(value).toMatch(/^\$\{\w+:\?/);
  });

  test('the bot can change nothing of its container', () => {
    expect(services.bot).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });
});

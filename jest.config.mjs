export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': './test/strip-types.mjs' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: './test/support/global-setup.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/openssl-errors.ts'],
  testTimeout: 240_000,
  maxWorkers: '100%',
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  // Types alone, which nothing loads, count as uncovered.
  collectCoverageFrom: ['src/**/*.ts', '!src/policies/said.ts'],
  coverageReporters: ['text-summary', 'text', 'json-summary'],
  coverageThreshold: {
    'src/policies/': { branches: 100 },
    'src/handoff/': { branches: 100 },
  },
};

// Three rooms of tests: unit (pure rules), store (a real PostgreSQL), e2e (the whole desk with real peers). One room
// alone: npm test -- --project unit
import { defineConfig } from 'vitest/config'

const withDatabase = { globalSetup: ['test/support/embedded-database.ts'] }

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2, // the office's smallest machine, and CI's
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'store', include: ['test/store/**/*.test.ts'], ...withDatabase, testTimeout: 30_000, hookTimeout: 60_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withDatabase, testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
})

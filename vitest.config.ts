import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Whole traces are replayed and browsers opened: slow machines get time, a hang still ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes when the machine has time for it; by itself a poll gives up after a second.
    expect: { poll: { timeout: 60_000 } },
    // Processes rather than threads: a test that changes the folder or the environment disturbs no other.
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'coverage/tests.json' }]],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // What runs in the page is tested in a browser, where this coverage does not see it.
      exclude: ['src/report/client/**'],
      reporter: ['text-summary', 'html', 'json-summary'],
      thresholds: { lines: 90, branches: 85, functions: 90 },
    },
  },
});

export default config;

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    // The tests run the sources; test/package/ is the place that tries the built package.
    alias: [
      { find: /^trunkline$/, replacement: source('runtime/index.ts') },
      { find: /^trunkline\/gen$/, replacement: source('runtime/gen.ts') },
      { find: /^trunkline\/health$/, replacement: source('runtime/health.ts') },
      { find: /^trunkline\/testing$/, replacement: source('runtime/testing/index.ts') },
      { find: /^trunkline\/schema$/, replacement: source('schemas/index.ts') },
      { find: /^trunkline\/codegen$/, replacement: source('codegen/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**'],
    // Golden texts are plain; on a CI machine colours would be on.
    env: { NO_COLOR: '1' },
    // Much of the suite waits for child processes, timers and sockets: one worker, the default of a machine with two
    // processors, leaves half of it idle.
    maxWorkers: 3,
    // A busy machine makes one of thousands late now and then; what fails twice is broken. At home it shows at once.
    retry: process.env.CI === undefined ? 0 : 1,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

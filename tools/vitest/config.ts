import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { SkipReasons } from './skip-reasons.ts'

/**
 * The only test configuration. Packages run it with their own folder as root; the repo's root runs it over everything. Files
 * share a worker, so a test that changes a global must restore it.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', '{packages,connectors}/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: [join(import.meta.dirname, 'setup.ts')],
    globalSetup: join(import.meta.dirname, '../postgres/global-setup.ts'),
    passWithNoTests: true,
    reporters: ['default', new SkipReasons()],
    isolate: false,
    // Node strips the types itself: transforming every source again in each package took a fifth of a run. Nothing mocks a
    // module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Threads of one process contend for memory allocation: a run of the whole repo took a tenth longer.
    pool: 'forks',
    // Stops tests that hang, even on a busy machine: speed is not tested here.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})

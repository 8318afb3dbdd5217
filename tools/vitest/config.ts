import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/**
 * The one test configuration. Packages run it with their own folder as root, the repo's root runs it over everything.
 * Files share a worker: a test that changes a global puts it back.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', '{packages,connectors}/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: [join(import.meta.dirname, 'setup.ts')],
    globalSetup: join(import.meta.dirname, '../postgres/global-setup.ts'),
    passWithNoTests: true,
    isolate: false,
    // Node strips the types itself: to transform every source again in each package took a fifth of a run. Nothing mocks a module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Threads of one process wait for one another where they take and give back memory: a run of the whole repo took a tenth longer.
    pool: 'forks',
    // Bounds what hangs, on a machine however busy: speed is not tested here.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
})

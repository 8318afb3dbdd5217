import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repoRoot } from '../workspace.ts'
import { referenceFingerprint } from './reference-fingerprint.ts'

/**
 * Runs turbo tasks over the workspace and returns turbo's exit code. Every run goes through here, so that the cache key always
 * holds the state of the reference data, which lies outside the repo, and no run reports home.
 */
export async function runTurbo(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<number> {
  const turbo = spawn('turbo', ['run', ...args], {
    cwd: repoRoot,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...environment,
      // As a script of pnpm's has it: what is started by Node alone finds turbo too.
      PATH: [join(repoRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
      PORTICO_REFERENCE_FINGERPRINT: referenceFingerprint(),
      // Every package starts the same tools, and its tests the same commands: they are compiled once.
      NODE_COMPILE_CACHE: join(repoRoot, 'node_modules', '.cache', 'compiled'),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  })
  const [status] = (await once(turbo, 'close')) as [number | null]
  return status ?? 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await runTurbo(process.argv.slice(2))

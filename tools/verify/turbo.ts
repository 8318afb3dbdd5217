import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { repoRoot } from '../workspace.ts'
import { referenceFingerprint } from './reference-fingerprint.ts'

type Environment = Readonly<Record<string, string>>

/**
 * Runs turbo tasks over the workspace and returns turbo's exit code. Every run goes through here, so that the cache key always
 * holds the state of the reference data, which lies outside the repo, and no run reports home.
 */
export async function runTurbo(args: readonly string[], environment: Environment = {}): Promise<number> {
  const turbo = spawn('turbo', ['run', ...args], { cwd: repoRoot, stdio: 'inherit', env: turboEnvironment(environment) })
  // Whoever starts the run cleans up after it, even if it is interrupted: only a terminal signals turbo as well.
  const waits = (): void => {}
  const ends = (): void => void turbo.kill('SIGTERM')
  process.on('SIGINT', waits).on('SIGTERM', ends).on('SIGHUP', ends)
  try {
    const [status] = (await once(turbo, 'close')) as [number | null]
    return status ?? 1
  } finally {
    process.off('SIGINT', waits).off('SIGTERM', ends).off('SIGHUP', ends)
  }
}

/** What turbo would do in such a run, as the JSON of its dry run, or `undefined` where it refuses: the real run will say why. */
export async function dryRun(args: readonly string[]): Promise<unknown> {
  const turbo = spawn('turbo', ['run', ...args, '--dry=json'], {
    cwd: repoRoot,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: turboEnvironment({}),
  })
  const [said, [status]] = await Promise.all([text(turbo.stdout), once(turbo, 'close') as Promise<[number | null]>])
  return status === 0 ? JSON.parse(said) : undefined
}

function turboEnvironment(environment: Environment): NodeJS.ProcessEnv {
  return {
    ...process.env,
    ...environment,
    // With the path of a pnpm script, so that a process started by Node alone also finds turbo.
    PATH: [join(repoRoot, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
    PORTICO_REFERENCE_FINGERPRINT: referenceFingerprint(),
    // Every package starts the same tools, and its tests the same commands: this compiles them once.
    NODE_COMPILE_CACHE: join(repoRoot, 'node_modules', '.cache', 'compiled'),
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await runTurbo(process.argv.slice(2))

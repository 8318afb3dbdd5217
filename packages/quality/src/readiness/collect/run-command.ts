import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'

export interface CommandAnswer {
  /** Null where it was killed, or could not be started. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Bytes of output to keep: the last 4 MiB of each stream. */
const kept = 4 * 1024 * 1024

/**
 * Runs a command in a folder without a shell. The folder's installed programs come first in the path, as in package scripts.
 * Never throws for a command that fails. `timeoutMs` kills one that hangs.
 */
export function runCommand([command, ...args]: readonly string[], cwd: string, timeoutMs: number): Promise<CommandAnswer> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: [join(cwd, 'node_modules/.bin'), process.env['PATH']].join(delimiter) }
    const child = spawn(command!, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const collected = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => (collected[name] = (collected[name] + text).slice(-kept)))
    }
    child.on('error', (error) => resolve({ exitCode: null, ...collected, stderr: error.message }))
    child.on('close', (exitCode) => resolve({ exitCode, ...collected }))
  })
}

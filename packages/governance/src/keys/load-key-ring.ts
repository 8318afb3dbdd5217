import { execFile } from 'node:child_process'
import { KeyError } from './key-error.ts'
import { type KeyRing, parseKeyRing } from './key-ring.ts'

export interface KeyCommand {
  /** A program and its arguments, run without a shell. It prints the ring to stdout. */
  readonly command: readonly [string, ...string[]]
  /** Milliseconds (default: 10,000). */
  readonly timeoutMs?: number
}

export interface KeySources {
  /** Default: the process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Used instead of the environment: asks a vault, so that no variable holds keys. */
  readonly command?: KeyCommand
}

const variable = 'PORTICO_KEYS'

/** The key ring in `PORTICO_KEYS`, or as a command prints it. Rejects with a `KeyError`. */
export async function loadKeyRing(sources: KeySources = {}): Promise<KeyRing> {
  if (sources.command) return parseKeyRing(await run(sources.command), `the key command ${sources.command.command[0]}`)
  const text = (sources.environment ?? process.env)[variable]
  if (text === undefined || text.trim() === '') {
    throw new KeyError('no_keys', `${variable} is not set: portico keys new makes a key, and the variable takes id:key`)
  }
  return parseKeyRing(text, variable)
}

function run({ command: [program, ...args], timeoutMs = 10_000 }: KeyCommand): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { timeout: timeoutMs, maxBuffer: 64 * 1024, windowsHide: true }, (error, stdout) => {
      if (!error) return resolve(stdout)
      // The output may hold a key, and Node's message repeats stderr and the arguments, so neither is passed on.
      const { code, killed } = error
      const reason = killed
        ? `was killed after ${timeoutMs} ms or 64 KiB of output`
        : code === 'ENOENT'
          ? 'is not there'
          : `ended with ${String(code)}`
      reject(new KeyError('command_failed', `the key command ${program} ${reason}: run it by hand to see why`))
    })
  })
}

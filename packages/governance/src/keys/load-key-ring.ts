import { execFile } from 'node:child_process'
import { KeyError } from './key-error.ts'
import { type KeyRing, parseKeyRing } from './key-ring.ts'

export interface KeyCommand {
  /** A program and its arguments: no shell reads them. It prints the ring on stdout. */
  readonly command: readonly [string, ...string[]]
  /** Default: 10 000. */
  readonly timeoutMs?: number
}

export interface KeySources {
  /** Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Instead of the environment: asks a vault, so that keys are in no variable. */
  readonly command?: KeyCommand
}

const variable = 'PORTICO_KEYS'

/** The key ring of `PORTICO_KEYS`, or what a command prints. Rejects with a `KeyError`. */
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
      // What it printed may hold a key, and Node's message repeats stderr and the arguments: neither is told.
      const { code, killed } = error
      const reason = killed
        ? `was ended after ${timeoutMs} ms or 64 KiB of output`
        : code === 'ENOENT'
          ? 'is not there'
          : `ended with ${String(code)}`
      reject(new KeyError('command_failed', `the key command ${program} ${reason}: run it by hand to see why`))
    })
  })
}

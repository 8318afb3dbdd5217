import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface Program {
  /** The next line it prints; undefined once it has ended. */
  next(): Promise<string | undefined>
  say(line: string): void
  kill(): void
  /** Resolves when it has ended, with whether it was killed. */
  readonly ended: Promise<boolean>
}

/** Starts a program by its URL, to talk to line by line. */
export function startProgram(url: string, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, [fileURLToPath(url), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Many are started: each would compile the same files again.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'portico-chaos-compiled') },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async next() {
      const line = await lines.next()
      return line.done ? undefined : line.value
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'exit').then(([, signal]) => signal === 'SIGKILL'),
  }
}

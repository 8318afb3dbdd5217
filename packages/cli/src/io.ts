import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** A command's access to the outside world, which tests replace with their own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted when the person, or the reader of our output, has had enough. */
  readonly signal: AbortSignal
  /** Opens a page for the person; without a browser, does nothing. */
  readonly openBrowser: (url: string) => void
  /** The process runs only this command, so process-wide settings may be changed. */
  readonly ownsProcess?: true
}

/** The io of this process. `dispose` removes its listeners. */
export function processIo(): Io & { dispose(): void } {
  const controller = new AbortController()
  const interrupt = (): void => {
    // A second interrupt is meant: a call that waits for its vendor is abandoned.
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new Interrupted('interrupted'))
  }
  const closed = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error
    controller.abort(new OutputClosed())
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  process.stdout.on('error', closed)
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    openBrowser,
    ownsProcess: true,
    dispose() {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', interrupt)
      process.stdout.off('error', closed)
    },
  }
}

/** The reader of our output has stopped (`portico call … --all | head`): it has enough. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** The person interrupted it: Ctrl-C, or an unanswered question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  const browser = spawn(command, args, { stdio: 'ignore', detached: true })
  // The address is printed too, so a machine without a browser loses nothing.
  browser.on('error', () => undefined)
  browser.unref()
}

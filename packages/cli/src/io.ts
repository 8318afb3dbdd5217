import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** What a command may touch of the world outside, so that tests hand it a world of their own. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted when the person or the reader of our output wants no more. */
  readonly signal: AbortSignal
  /** Shows a page to the person; a machine without a browser shows nothing. */
  readonly openBrowser: (url: string) => void
  /** The process runs this command and nothing else, so that what holds for all of it may be set. */
  readonly ownsProcess?: true
}

/** The io of this process. `dispose` takes its listeners away again. */
export function processIo(): Io & { dispose(): void } {
  const controller = new AbortController()
  const interrupt = (): void => {
    // The second time the person means it: a call that waits for its vendor is left alone.
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

/** Whoever reads our output has stopped: `portico call … --all | head`. That is how they say that it is enough. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed'
}

/** The person has ended it: Ctrl-C, or a question that was not answered. */
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
  // The address is printed as well, so a machine without a browser loses nothing.
  browser.on('error', () => undefined)
  browser.unref()
}

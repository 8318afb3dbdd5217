import type { Io } from '../io.ts'
import type { Output } from './output.ts'

const everyMs = 200
/** A log is told seldom: it keeps every line. */
const logEveryMs = 10_000
const eraseLine = '\r\u001b[2K'

/** Tells on stderr how a long piece of work is getting on. */
export interface Progress {
  /** How far it is now. */
  update(text: string): void
  /** Takes the line away. */
  end(): void
}

/** On a terminal one line that changes, shown only when the work takes a second; in a log a line now and then. */
export function createProgress(io: Io, output: Output, text: string): Progress {
  const started = performance.now()
  let current = text
  let told = started
  let shown = false
  const seconds = (): number => Math.floor((performance.now() - started) / 1_000)
  const show = (): void => {
    const now = performance.now()
    if (!output.watched) {
      if (now - told < logEveryMs) return
      told = now
      output.note(`${current} (${seconds()} s)`)
    } else if (now - started >= 1_000) {
      shown = true
      output.raw(`${eraseLine}${output.noteStyle.dim(`${current} … ${seconds()} s`)}`)
    }
  }
  const timer = setInterval(show, everyMs)
  timer.unref()
  io.signal.addEventListener('abort', stop, { once: true })
  function stop(): void {
    clearInterval(timer)
    if (shown) output.raw(eraseLine)
    shown = false
  }
  return {
    update(next) {
      current = next
    },
    end() {
      io.signal.removeEventListener('abort', stop)
      stop()
    },
  }
}

import type { Io } from '../io.ts'
import type { Output } from './output.ts'

const everyMs = 200
/** Rarely to a log, which keeps every line. */
const logEveryMs = 10_000
const eraseLine = '\r\u001b[2K'

/** Reports the progress of long work on stderr. */
export interface Progress {
  /** Sets the current progress. */
  update(text: string): void
  /** Removes the line. */
  end(): void
}

/** On a terminal, one changing line, shown only if the work takes a second; in a log, a line now and then. */
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

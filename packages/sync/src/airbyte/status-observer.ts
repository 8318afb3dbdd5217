import type { Clock } from '@portico/core'
import type { SyncObserver } from '../run/observer.ts'
import { failureTypeOf } from './airbyte-failure.ts'
import type { MessageWriter } from './message-writer.ts'

/** Tells the platform how each stream stands: started, running, held up by a rate limit, complete or not. */
export function statusObserver(messages: MessageWriter, clock: Pick<Clock, 'now'>): SyncObserver {
  const running = new Set<string>()
  const waits: Promise<void>[] = []
  return {
    streamStarted: ({ name }) => messages.status(name, 'STARTED'),
    waiting(stream, ms) {
      // Sent during the wait without awaiting it; a failure to write surfaces at the next message.
      waits.push(messages.status(stream, 'RUNNING', clock.now() + ms).catch(() => undefined))
    },
    async landed({ name }) {
      if (running.has(name)) return
      running.add(name)
      await messages.status(name, 'RUNNING')
    },
    async streamEnded({ name }, { status, error, read, landed, pages }) {
      await Promise.all(waits.splice(0))
      if (error) await messages.error(error.message, failureTypeOf(error), name)
      await messages.log('INFO', `${name}: ${read} records read in ${pages} pages, ${landed} sent`)
      await messages.status(name, status === 'succeeded' ? 'COMPLETE' : 'INCOMPLETE')
    },
  }
}

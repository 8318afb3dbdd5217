import { randomUUID } from 'node:crypto'
import { type ConnectorError, type Clock, type Detailed, type Intent, type Intents, isConnectorError } from '@portico/core'

/** How a call of a write relates to earlier ones. */
export interface Wish {
  /** A key that the agent or its host supplied. */
  readonly key: string | undefined
  /** A second write is intended. */
  readonly again: boolean
}

export interface RepeatedCall {
  readonly intent: Intent
  readonly wish: Wish
  /** Aborted once nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Epoch milliseconds until which an earlier call's outcome is awaited. */
  readonly until: number
  /** Sending does not complete it: whoever sees its end settles it. */
  readonly staysOpen: boolean
}

/** Makes a repeated write one write while the first is unfinished or its outcome is unknown. */
export interface Repeats {
  /** The key that a call runs under: its own, or that of an unfinished identical one. */
  open(intent: Intent, wish: Wish): Promise<string>
  run(call: RepeatedCall, send: (key: string) => Promise<Detailed<unknown>>): Promise<Detailed<unknown>>
}

export function createRepeats(intents: Intents, clock: Clock): Repeats {
  const running = new Map<string, Promise<Detailed<unknown>>>()

  const open = async (intent: Intent, wish: Wish): Promise<string> => {
    const fresh = wish.key ?? randomUUID()
    // A model makes a new key when it repeats a call: only `again` says that a second write is intended.
    if (!wish.again) return intents.open(intent, fresh)
    await intents.replace(intent, fresh)
    return fresh
  }

  /** Sends; if another instance holds the key, waits for its outcome. */
  const outcome = async (
    call: RepeatedCall,
    key: string,
    send: (key: string) => Promise<Detailed<unknown>>,
  ): Promise<Detailed<unknown>> => {
    for (;;) {
      try {
        return await send(key)
      } catch (error) {
        if (!isConnectorError(error) || error.code !== 'in_progress') throw error
        const wait = Math.max(50, error.retryAfterMs ?? 1_000)
        if (call.signal.aborted || clock.now() + wait > call.until) throw error
        await clock.wait(wait, call.signal)
      }
    }
  }

  return {
    open,
    async run(call, send) {
      const key = await open(call.intent, call.wish)
      const id = JSON.stringify([call.intent, key])
      let under = running.get(id)
      if (!under) {
        under = outcome(call, key, send)
        running.set(id, under)
        void under.catch(() => undefined).finally(() => running.delete(id))
      }
      try {
        const detailed = await under
        // If nobody was there to receive the outcome, the intent stays open for a repeat to ask for it.
        if (!call.signal.aborted && !call.staysOpen) await intents.settle(call.intent, key)
        return detailed
      } catch (error) {
        if (isConnectorError(error) && cameToNothing(error)) await intents.forget(call.intent, key)
        throw error
      }
    },
  }
}

/** This call did nothing and waits for nothing. Whether another one did something under the same key, the intents know. */
function cameToNothing({ code, commitState }: ConnectorError): boolean {
  if (code === 'approval_required' || code === 'approval_rejected' || code === 'in_progress') return false
  return commitState === 'not_sent' || commitState === 'refused'
}

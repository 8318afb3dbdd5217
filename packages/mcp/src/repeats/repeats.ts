import { randomUUID } from 'node:crypto'
import { type ConnectorError, type Clock, type Detailed, type Intent, type Intents, isConnectorError } from '@portico/core'

/** How one call of a write is to relate to those before it. */
export interface Wish {
  /** A key that the agent or its host gave. */
  readonly key: string | undefined
  /** A second one is meant. */
  readonly again: boolean
}

export interface RepeatedCall {
  readonly intent: Intent
  readonly wish: Wish
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  /** Epoch milliseconds until which an earlier call's outcome is waited for. */
  readonly until: number
  /** It is not done when it is sent: whoever sees its end settles it. */
  readonly staysOpen: boolean
}

/** Lets a write that is asked for again, while it is unfinished or its outcome is unknown, be one write. */
export interface Repeats {
  /** The key that a call runs under: its own, or that of an unfinished identical one. */
  open(intent: Intent, wish: Wish): Promise<string>
  run(call: RepeatedCall, send: (key: string) => Promise<Detailed<unknown>>): Promise<Detailed<unknown>>
}

export function createRepeats(intents: Intents, clock: Clock): Repeats {
  const running = new Map<string, Promise<Detailed<unknown>>>()

  const open = async (intent: Intent, wish: Wish): Promise<string> => {
    const fresh = wish.key ?? randomUUID()
    // A model makes a fresh key for what it sends again: only `again` says that a second one is meant.
    if (!wish.again) return intents.open(intent, fresh)
    await intents.replace(intent, fresh)
    return fresh
  }

  /** Sends, and where another instance holds the key, waits for the outcome there. */
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
        // An outcome that nobody was there to hear is one that a repeat asks for.
        if (!call.signal.aborted && !call.staysOpen) await intents.settle(call.intent, key)
        return detailed
      } catch (error) {
        if (isConnectorError(error) && cameToNothing(error)) await intents.forget(call.intent, key)
        throw error
      }
    },
  }
}

/** This call did nothing and awaits nothing. Whether another one did under the same key, the intents know. */
function cameToNothing({ code, commitState }: ConnectorError): boolean {
  if (code === 'approval_required' || code === 'approval_rejected' || code === 'in_progress') return false
  return commitState === 'not_sent' || commitState === 'refused'
}

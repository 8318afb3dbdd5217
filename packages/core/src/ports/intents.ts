import type { Actor } from '../contract/classes.ts'

/** One thing that someone wants done: the same tool with the same arguments is the same intent until it is settled. */
export interface Intent {
  readonly client: string
  /** Who calls through the client. One client serves many actors, and none of them joins another's intent. */
  readonly actor: Pick<Actor, 'type' | 'id'>
  /** The id of the person at the client, if there is one. */
  readonly person?: string
  readonly tenantId: string
  readonly operation: string
  /** SHA-256 of the canonical arguments, in hex. */
  readonly argumentsHash: string
}

/**
 * Which key an unsettled intent runs under. A model that repeats a call sends a fresh key or none; this gives the repeat the
 * first call's key, and the call path lets a key act only once.
 */
export interface Intents {
  /** The key under which the intent is open. If it is not, opens it under `fresh`. */
  open(intent: Intent, fresh: string): string | Promise<string>
  /** Opens the intent under this key, even if it was open under another: a second effect was intended. */
  replace(intent: Intent, key: string): void | Promise<void>
  /**
   * It was done, and the answer was handed over. Whether it arrived is unknown, so a repeat that follows at once is still the
   * same intent; a later one is a new one.
   */
  settle(intent: Intent, key: string): void | Promise<void>
  /**
   * The call that opened it did nothing: the next identical call is a new one. If another call was given the key too, the intent
   * stays open: that call may be under way, or have left an unknown outcome.
   */
  forget(intent: Intent, key: string): void | Promise<void>
}

/** A repeat this soon after an answer was handed over is assumed to have lost that answer. */
export const lostAnswerMs = 10_000

/** An unsettled intent is forgotten after this time, which is how long vendors keep their own keys. */
export const intentKeptMs = 24 * 3_600_000

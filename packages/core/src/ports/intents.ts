import type { Actor } from '../contract/classes.ts'

/** One thing that somebody wants done: the same tool with the same arguments is the same intent until it is settled. */
export interface Intent {
  readonly client: string
  /** Who calls through the client. One client serves many, and nobody joins what another one asked for. */
  readonly actor: Pick<Actor, 'type' | 'id'>
  /** The id of the person at the client, where there is one. */
  readonly person?: string
  readonly tenantId: string
  readonly operation: string
  /** SHA-256 of the canonical arguments, in hex. */
  readonly argumentsHash: string
}

/**
 * Which key an unsettled intent runs under. A model that repeats a call makes a fresh key or none; by this the repeat gets the
 * first one's key, and the call path lets a key act once.
 */
export interface Intents {
  /** The key under which the intent is open. Where it is not, it is opened under `fresh`. */
  open(intent: Intent, fresh: string): string | Promise<string>
  /** Opens the intent under this key, whatever other key it was open under: a second one was meant. */
  replace(intent: Intent, key: string): void | Promise<void>
  /**
   * It was done, and the answer was handed over. Whether it arrived nobody knows, so a repeat that follows at once is still the
   * same intent; a later one is a new one.
   */
  settle(intent: Intent, key: string): void | Promise<void>
  /**
   * The call that opened it did nothing: the next identical call is a new one. Where another call was given the key as well, the intent
   * stays open: that one may be under way, or have left an outcome that nobody knows.
   */
  forget(intent: Intent, key: string): void | Promise<void>
}

/** A repeat within this time after an answer was handed over is taken for one whose answer was lost. */
export const lostAnswerMs = 10_000

/** An intent that nobody settled is forgotten after so long: the vendors' own keys are kept as long. */
export const intentKeptMs = 24 * 3_600_000

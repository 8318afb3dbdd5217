import type { Session } from './statement.ts'

/** One kind of write. Writes of a kind that share a transaction are given to `run` together. */
export interface Write<Item, Answer> {
  /** Also the order within a transaction, so that instances lock rows in the same order. */
  readonly name: string
  /** Answers each item, in their order. It may run again for the same items where the transaction was rolled back. */
  run(session: Session, items: readonly Item[]): Promise<readonly Answer[]>
}

/** Runs `work` in a transaction that is on disk when it resolves. */
export interface Transactor {
  transaction(work: (session: Session) => Promise<void>): Promise<void>
  /** Whether the transaction failed by what one of its writes is, so that the others may succeed without it. */
  separable(error: unknown): boolean
}

interface Waiting {
  readonly write: Write<unknown, unknown>
  readonly item: unknown
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A transaction holds so many writes at most: a burst must not make everybody wait for one commit. */
const most = 512

/**
 * Writes that start in the same turn of the event loop, and those that arrive while a commit is under way, share one transaction
 * and so one flush to disk. A write resolves once it is on disk.
 */
export class GroupCommit {
  readonly #transactor: Transactor
  #waiting: Waiting[] = []
  #committing: Promise<void> | undefined
  #closed = false

  constructor(transactor: Transactor) {
    this.#transactor = transactor
  }

  write<Item, Answer>(write: Write<Item, Answer>, item: Item): Promise<Answer> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.push({ write, item, resolve, reject } as Waiting)
      this.#committing ??= this.#commitAll()
    })
  }

  /** Writes what waits, and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#committing
  }

  async #commitAll(): Promise<void> {
    // After the answers that arrived together were handled, and before the loop waits again.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, most))
    this.#committing = undefined
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const answered: { readonly waiting: Waiting; readonly answer: unknown }[] = []
    try {
      await this.#transactor.transaction(async (session) => {
        answered.length = 0
        for (const { write, waiting } of byKind(batch)) {
          const answers = await write.run(
            session,
            waiting.map(({ item }) => item),
          )
          for (const [index, one] of waiting.entries()) answered.push({ waiting: one, answer: answers[index] })
        }
      })
    } catch (error) {
      if (batch.length > 1 && this.#transactor.separable(error)) {
        for (const one of batch) await this.#commit([one])
        return
      }
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { waiting, answer } of answered) waiting.resolve(answer)
  }
}

function byKind(
  batch: readonly Waiting[],
): readonly { readonly write: Write<unknown, unknown>; readonly waiting: readonly Waiting[] }[] {
  return [...Map.groupBy(batch, ({ write }) => write)]
    .map(([write, waiting]) => ({ write, waiting }))
    .toSorted((one, other) => (one.write.name < other.write.name ? -1 : 1))
}

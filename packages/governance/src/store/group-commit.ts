import type { Session } from './statement.ts'

/** A kind of write. Writes of the same kind that share a transaction are passed to `run` together. */
export interface Write<Item, Answer> {
  /** Also the order within a transaction, so that all instances lock rows in the same order. */
  readonly name: string
  /**
   * Reads nothing that another kind writes, so its statements may be sent along with theirs. Other kinds run one after the other.
   */
  readonly independent?: boolean
  /** Answers each item, in order. May run again for the same items if the transaction was rolled back. */
  run(session: Session, items: readonly Item[]): Promise<readonly Answer[]>
}

/** Runs `work` in a transaction that is on disk when this resolves. */
export interface Transactor {
  transaction(work: (session: Session) => Promise<void>): Promise<void>
  /** Whether one write's own contents failed the transaction, so that the others may succeed without it. */
  separable(error: unknown): boolean
}

interface Waiting {
  readonly write: Write<unknown, unknown>
  readonly item: unknown
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Most writes in a transaction: a burst must not make everybody wait for one commit. */
const most = 512

/** A loop that is never idle must not delay a commit for longer. */
const longestGatherMs = 2

/**
 * Writes that arrive in consecutive turns of the event loop, or while a commit is under way, share one transaction and so one
 * flush to disk. A write resolves once it is on disk.
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

  /** Writes what is pending, and accepts nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#committing
  }

  async #commitAll(): Promise<void> {
    do {
      await this.#gather()
      await this.#commit(this.#waiting.splice(0, most))
    } while (this.#waiting.length > 0)
    this.#committing = undefined
  }

  /** Waits while each turn of the event loop brings more: the thread is busy anyway, and a commit costs the same for all. */
  async #gather(): Promise<void> {
    const until = performance.now() + longestGatherMs
    await endOfTurn()
    let before: number
    do {
      before = this.#waiting.length
      await endOfTurn()
    } while (this.#waiting.length > before && this.#waiting.length < most && performance.now() < until)
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    let answered: readonly Answered[] = []
    try {
      await this.#transactor.transaction(async (session) => {
        answered = await runAll(session, byKind(batch))
      })
    } catch (error) {
      if (batch.length > 1 && this.#transactor.separable(error)) {
        for (const one of batch) await this.#commit([one])
        return
      }
      for (const { reject } of batch) reject(error)
      return
    }
    for (const { waiting, answers } of answered) for (const [index, { resolve }] of waiting.entries()) resolve(answers[index])
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

interface Kind {
  readonly write: Write<unknown, unknown>
  readonly waiting: readonly Waiting[]
}

interface Answered {
  readonly waiting: readonly Waiting[]
  readonly answers: readonly unknown[]
}

/** Throws the first failure once all of the transaction's statements have ended: none may follow its rollback. */
async function runAll(session: Session, kinds: readonly Kind[]): Promise<readonly Answered[]> {
  const answered: Answered[] = []
  let failure: { readonly error: unknown } | undefined
  const run = async ({ write, waiting }: Kind): Promise<void> => {
    if (failure) return
    try {
      const answers = await write.run(
        session,
        waiting.map(({ item }) => item),
      )
      answered.push({ waiting, answers })
    } catch (error) {
      failure ??= { error }
    }
  }
  let last: Promise<void> | undefined
  const running = kinds.map((kind) => {
    if (kind.write.independent) return run(kind)
    return (last = last ? last.then(() => run(kind)) : run(kind))
  })
  await Promise.all(running)
  if (failure) throw failure.error
  return answered
}

function byKind(batch: readonly Waiting[]): readonly Kind[] {
  return [...Map.groupBy(batch, ({ write }) => write)]
    .map(([write, waiting]) => ({ write, waiting }))
    .toSorted((one, other) => (one.write.name < other.write.name ? -1 : 1))
}

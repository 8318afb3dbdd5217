import type { Intents, TaskRecord, UnreadableTask } from '@portico/core'
import type { Toolset } from '../toolset/toolset.ts'
import { advance, type Change } from './advance.ts'
import { stopAtVendor } from './cancel-task.ts'
import type { ResolvedTaskOptions } from './task-options.ts'
import { ending, intentOf, isEnded } from './task-state.ts'
import { tellEnd } from './tell-end.ts'
import { messageOf } from '../server/message-of.ts'

/** Most tasks that one instance works on concurrently. */
const mostAtOnce = 16
/** Beyond the operation's own timeout, how much longer a step may take before its instance is presumed dead. */
const graceMs = 5_000
const retellMs = 30_000

/**
 * Advances due tasks, whichever instance created them. A lease keeps two instances off one task; a version lets only one write.
 */
export class TaskRunner {
  readonly #toolset: Toolset
  readonly #options: ResolvedTaskOptions
  readonly #intents: Intents
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  readonly #working = new Set<Promise<void>>()

  constructor(toolset: Toolset, options: ResolvedTaskOptions, intents: Intents) {
    this.#toolset = toolset
    this.#options = options
    this.#intents = intents
  }

  start(): void {
    // An idle server must be able to exit despite its timer.
    this.#timer ??= setInterval(() => this.look(), this.#options.everyMs).unref()
  }

  /** Looks for due tasks now, unless already looking. A hanging vendor does not keep other tasks from being found. */
  look(): void {
    this.#looking ??= this.#takeDue().finally(() => {
      this.#looking = undefined
    })
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#looking
    await Promise.all(this.#working)
  }

  async #takeDue(): Promise<void> {
    const { clock } = this.#toolset.governance
    const { store } = this.#options
    const free = mostAtOnce - this.#working.size
    if (free <= 0) return
    try {
      await store.prune(clock.now())
      const due = await store.due(clock.now(), free, (task) => this.#tellUnreadable(task))
      await Promise.all(due.map((task) => this.#take(task)))
    } catch (error) {
      // The store is unreachable: the next look tries again.
      this.#failed(error)
    }
  }

  /** One failed lease must not drop the others: a task leased but not started is held up until its lease ends. */
  async #take(task: TaskRecord): Promise<void> {
    try {
      const leased = await this.#lease(task)
      if (leased) this.#start(leased)
    } catch (error) {
      this.#failed(error)
    }
  }

  #start(task: TaskRecord): void {
    const working: Promise<void> = this.#workOn(task)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#working.delete(working))
    this.#working.add(working)
  }

  #failed(error: unknown): void {
    const message = messageOf(error)
    this.#toolset.governance.telemetry?.log?.({ level: 'error', event: 'portico.mcp.tasks', attributes: { message } })
  }

  #tellUnreadable({ tenantId, id, operation, problem }: UnreadableTask): void {
    const { clock, telemetry, incidents } = this.#toolset.governance
    telemetry?.log?.({ level: 'error', event: 'portico.mcp.tasks', attributes: { task: id, message: problem } })
    const report = incidents?.report({
      tenantId,
      source: 'workflow',
      kind: 'task_unreadable',
      subject: operation,
      severity: 'V2',
      title: `A task of ${operation} cannot be read: its key is missing, or it was altered`,
      at: new Date(clock.now()).toISOString(),
    })
    void Promise.resolve(report).catch((error: unknown) => this.#failed(error))
  }

  /** Undefined if another instance was first. */
  async #lease(task: TaskRecord): Promise<TaskRecord | undefined> {
    const { clock } = this.#toolset.governance
    const operation = this.#toolset.tools.get(task.tool)?.operation
    const leasedUntil = clock.now() + (operation?.definition.totalTimeoutMs ?? 0) + graceMs
    const leased = { ...task, leasedUntil, version: task.version + 1 }
    return (await this.#options.store.save(leased)) ? leased : undefined
  }

  async #workOn(leased: TaskRecord): Promise<void> {
    const change = isEnded(leased)
      ? await this.#tell(leased)
      : { ...(await advance(this.#toolset, leased)), ...(await this.#lateness(leased)) }
    await this.#write(leased, change)
  }

  /** If a client cancelled or answered in the meantime, that stands, and whatever this step started is stopped. */
  async #write(task: TaskRecord, change: Change): Promise<void> {
    const { clock } = this.#toolset.governance
    const next: TaskRecord = { ...task, ...change, leasedUntil: 0, updatedAt: clock.now(), version: task.version + 1 }
    const ends = isEnded(next) && !isEnded(task)
    if (!(await this.#options.store.save(ends ? ending(next, this.#options, clock.now()) : next))) {
      await this.#stopStarted(task, change)
      return
    }
    if (ends) await this.#intents.settle(intentOf(next), next.idempotencyKey)
  }

  /**
   * A job that started while its task was cancelled: nobody waits for it. If it was answered instead, it goes on under its key.
   */
  async #stopStarted(task: TaskRecord, { handle }: Change): Promise<void> {
    if (handle === undefined || task.handle !== undefined) return
    const { store } = this.#options
    const newest = await store.find(task.tenantId, task.id)
    if (newest?.status === 'cancelled') await stopAtVendor(this.#toolset, store, { ...newest, handle }, task.actor)
  }

  async #tell(task: TaskRecord): Promise<Change> {
    const { clock } = this.#toolset.governance
    const { webhook } = this.#options
    if (!webhook || (await tellEnd(task, webhook, clock.now()))) return { untold: false, dueAt: undefined }
    return { dueAt: clock.now() + retellMs }
  }

  async #lateness(task: TaskRecord): Promise<Change> {
    const { clock } = this.#toolset.governance
    if (task.late || clock.now() <= task.deadline) return {}
    const job = this.#toolset.tools.get(task.tool)?.operation.definition.job
    await this.#options.incidents?.report({
      tenantId: task.tenantId,
      source: 'workflow',
      kind: 'task_late',
      subject: task.operation,
      severity: job?.customerFacing === true ? 'V2' : 'V1',
      title: `A task of ${task.operation} is late; ${task.owner} is responsible`,
      at: new Date(clock.now()).toISOString(),
      correlationId: task.correlationId,
    })
    return { late: true }
  }
}

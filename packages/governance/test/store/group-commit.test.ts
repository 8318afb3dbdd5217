import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { GroupCommit, type Transactor, type Write } from '../../src/store/group-commit.ts'
import type { Session } from '../../src/store/statement.ts'

const session: Session = { dialect: 'sqlite', each: async () => [] }

function counting(before: () => void | Promise<void> = () => undefined): { transactor: Transactor; commits: () => number } {
  let commits = 0
  return {
    commits: () => commits,
    transactor: {
      async transaction(work) {
        await before()
        await work(session)
        commits++
      },
      separable: (error) => error instanceof RangeError,
    },
  }
}

const doubled: Write<number, number> = {
  name: 'doubled',
  async run(_session, items) {
    if (items.includes(13)) throw new RangeError('13 is refused')
    return items.map((item) => item * 2)
  },
}
const named: Write<string, string> = { name: 'named', run: async (_session, items) => items.map((item) => `name ${item}`) }

test('writes of one turn share a transaction, whatever their kind, and each has its own answer', async () => {
  const { transactor, commits } = counting()
  const group = new GroupCommit(transactor)
  const answers = await Promise.all([group.write(doubled, 1), group.write(named, 'a'), group.write(doubled, 2)])
  expect(answers).toEqual([2, 'name a', 4])
  expect(commits()).toBe(1)
})

test('writes that arrive during a commit share the next one', async () => {
  const begun = Promise.withResolvers<void>()
  const disk = Promise.withResolvers<void>()
  const { transactor, commits } = counting(() => {
    begun.resolve()
    return disk.promise
  })
  const group = new GroupCommit(transactor)
  const first = group.write(doubled, 1)
  await begun.promise
  const later = Array.from({ length: 20 }, (_, index) => group.write(doubled, index + 20))
  disk.resolve()
  expect(await first).toBe(2)
  expect(await Promise.all(later)).toEqual(Array.from({ length: 20 }, (_, index) => (index + 20) * 2))
  expect(commits()).toBe(2)
})

test('a write that can’t be done fails alone', async () => {
  const { transactor, commits } = counting()
  const group = new GroupCommit(transactor)
  const settled = await Promise.allSettled([1, 13, 2].map((item) => group.write(doubled, item)))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(commits()).toBe(2)
})

test('a lost store fails them all, once', async () => {
  let tries = 0
  const { transactor } = counting(() => {
    tries++
    throw new Error('connection lost')
  })
  const group = new GroupCommit(transactor)
  const settled = await Promise.allSettled([1, 2, 3].map((item) => group.write(doubled, item)))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(tries).toBe(1)
})

test('closing writes what waits, and takes nothing more', async () => {
  const { transactor } = counting()
  const group = new GroupCommit(transactor)
  const last = group.write(doubled, 4)
  await group.close()
  expect(await last).toBe(8)
  await expect(group.write(doubled, 5)).rejects.toThrow('closed')
})

test('what fails is told when nothing of its transaction is under way any more: no statement follows the rollback', async () => {
  const order: string[] = []
  const step = (name: string, ms: number) => async (): Promise<never[]> => {
    order.push(`${name} starts`)
    await wait(ms)
    order.push(`${name} ends`)
    return []
  }
  const group = new GroupCommit({
    async transaction(work) {
      await work(session).catch((error: unknown) => {
        order.push('rollback')
        throw error
      })
    },
    separable: () => false,
  })
  const failing: Write<number, never> = {
    name: 'b',
    independent: true,
    async run() {
      order.push('b fails')
      throw new Error('of b')
    },
  }
  const writes: Write<number, never>[] = [
    { name: 'a', run: step('a', 5) },
    failing,
    { name: 'c', run: step('c', 1) },
    { name: 'd', independent: true, run: step('d', 1) },
  ]
  const settled = await Promise.allSettled(writes.map((write) => group.write(write, 1)))
  expect(settled.map((result) => result.status === 'rejected' && String(result.reason))).toEqual(writes.map(() => 'Error: of b'))
  // What is independent starts with the first; `c` would follow `a`, and is not begun.
  expect(order).toEqual(['a starts', 'b fails', 'd starts', 'd ends', 'a ends', 'rollback'])
})

test('turns of the event loop that bring more are waited for, and share a transaction', async () => {
  // However slow the machine, the longest wait is not over.
  vi.spyOn(performance, 'now').mockReturnValue(0)
  const { transactor, commits } = counting()
  const group = new GroupCommit(transactor)
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const writes: Promise<number>[] = []
  for (let index = 0; index < 5; index++) {
    writes.push(group.write(doubled, index))
    await turn()
  }
  await Promise.all(writes)
  expect(commits()).toBe(1)
})

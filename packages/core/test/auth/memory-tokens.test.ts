import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryTokens } from '../../src/ports/memory/memory-tokens.ts'

const token = (accessToken: string) => ({ accessToken, fields: {} })

test('reads what was written, until it is removed', async () => {
  const tokens = memoryTokens()
  expect(await tokens.read('a')).toBeUndefined()
  await tokens.write('a', token('1'))
  await tokens.write('b', token('2'))
  expect(await tokens.read('a')).toEqual(token('1'))
  await tokens.remove('a')
  expect(await tokens.read('a')).toBeUndefined()
  expect(await tokens.read('b')).toEqual(token('2'))
})

test('runs one at a time per key, in order, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() }), { minLength: 1, maxLength: 12 }),
      async (scheduler, runs) => {
        const tokens = memoryTokens()
        const inside = new Map<string, number>()
        const finished: number[] = []
        const results = runs.map(({ key, fails }, index) =>
          tokens.exclusively(key, async () => {
            const others = inside.get(key) ?? 0
            inside.set(key, others + 1)
            expect(others).toBe(0)
            await scheduler.schedule(Promise.resolve(), `${key}${index}`)
            inside.set(key, 0)
            finished.push(index)
            if (fails) throw new Error(`run ${index}`)
            return index
          }),
        )
        const settled = Promise.allSettled(results)
        await scheduler.waitFor(settled)
        for (const [index, result] of (await settled).entries()) {
          expect(result).toMatchObject(runs[index]!.fails ? { reason: { message: `run ${index}` } } : { value: index })
        }
        for (const key of ['a', 'b']) {
          const ofKey = finished.filter((index) => runs[index]!.key === key)
          expect(ofKey).toEqual(ofKey.toSorted((one, other) => one - other))
        }
      },
    ),
  )
})

test('other keys do not wait', async () => {
  const tokens = memoryTokens()
  const never = Promise.withResolvers<void>()
  const held = tokens.exclusively('a', () => never.promise)
  expect(await tokens.exclusively('b', async () => 'done')).toBe('done')
  never.resolve()
  await held
})

test('whoever gives up waiting runs nothing, and those behind still wait for the one inside', async () => {
  const tokens = memoryTokens()
  const inside = Promise.withResolvers<void>()
  const first = tokens.exclusively('a', () => inside.promise)
  const giveUp = new AbortController()
  const ran: string[] = []
  const second = tokens.exclusively('a', async () => void ran.push('second'), giveUp.signal)
  const third = tokens.exclusively('a', async () => void ran.push('third'))
  const reason = new Error('no longer needed')
  giveUp.abort(reason)
  await expect(second).rejects.toBe(reason)
  expect(ran).toEqual([])
  inside.resolve()
  await Promise.all([first, third])
  expect(ran).toEqual(['third'])
})

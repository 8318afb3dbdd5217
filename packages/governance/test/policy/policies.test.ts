import type { Policy, PolicyDecision } from '@portico/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { policies, rule } from '@portico/governance'
import { refundRequest } from './requests.ts'

const abstain: PolicyDecision = { effect: 'abstain' }
const deny = (name: string): PolicyDecision => ({ effect: 'deny', rule: name, reason: 'no' })
const raise = (name: string, approval: 'A1' | 'A2' | 'A3'): PolicyDecision => ({
  effect: 'raise',
  approval,
  rule: name,
  reason: 'more',
})
const grant = (name: string, approval: 'A0' | 'A1' | 'A2' | 'A3'): PolicyDecision => ({
  effect: 'granted',
  by: { type: 'human', id: 'boss' },
  approval,
  rule: name,
})
const says = (decision: unknown): Policy => ({ decide: () => decision as PolicyDecision })
const saysLater = (decision: unknown): Policy => ({ decide: async () => decision as PolicyDecision })

async function decided(...list: Policy[]): Promise<PolicyDecision> {
  return policies(list, { timeoutMs: 20 }).decide(refundRequest())
}

describe('a rule', () => {
  test('is told by its name, whether it decides at once or later', async () => {
    const large = rule('finance.large_amounts', ({ input }) =>
      (input as { amount: number }).amount > 100 ? { raise: 'A3', reason: 'above 1.00' } : undefined,
    )
    const closed = rule('desk.closed', async () => ({ deny: 'it is night' }))
    expect(await decided(large)).toEqual({ effect: 'raise', approval: 'A3', rule: 'finance.large_amounts', reason: 'above 1.00' })
    expect(await decided(closed)).toEqual({ effect: 'deny', rule: 'desk.closed', reason: 'it is night' })
    expect(large.decide(refundRequest({ input: { amount: 1 } }))).toEqual(abstain)
  })

  test.each(['', 'Finance', 'a b', '.x', 'x'.repeat(101)])('of the name %j is refused', (name) => {
    expect(() => rule(name, () => undefined)).toThrow(TypeError)
  })
})

describe('several policies', () => {
  test('say nothing when none of them does', async () => {
    expect(await decided()).toEqual(abstain)
    expect(await decided(says(abstain), saysLater(abstain))).toEqual(abstain)
  })

  test('deny by the first denial in their order, however fast each of them is', async () => {
    expect(await decided(says(raise('a', 'A3')), saysLater(deny('slow')), says(deny('fast')))).toEqual(deny('slow'))
  })

  test('do not ask on after a denial that is known', () => {
    let asked = false
    const late = rule('late', () => {
      asked = true
      return undefined
    })
    expect(policies([says(deny('first')), late]).decide(refundRequest())).toEqual(deny('first'))
    expect(asked).toBe(false)
  })

  test.each<[string, unknown, string]>([
    ['throws', () => Promise.reject(new Error('server is down')), 'server is down'],
    ['hangs', () => new Promise(() => {}), 'within 20 ms'],
    ['gives nothing', () => undefined, 'does not exist'],
    ['gives null', () => null, 'does not exist'],
    ['gives a decision that does not exist', () => ({ effect: 'allow' }), 'does not exist'],
    ['denies without a rule', () => ({ effect: 'deny', reason: 'x' }), 'does not exist'],
    ['raises to a class that does not exist', () => ({ ...raise('x', 'A1'), approval: 'A9' }), 'does not exist'],
    ['raises to A0', () => ({ ...raise('x', 'A1'), approval: 'A0' }), 'does not exist'],
    [
      'grants in the name of no person',
      () => ({ ...grant('x', 'A3'), by: { type: 'executor_system', id: 'x' } }),
      'does not exist',
    ],
  ])('deny when one of them %s', async (_name, decide, told) => {
    const faulty = { name: 'faulty', decide: decide as Policy['decide'] }
    for (const list of [[faulty], [says(grant('g', 'A3')), faulty, says(raise('r', 'A3'))]]) {
      const decision = await decided(...list)
      expect(decision).toMatchObject({ effect: 'deny', rule: 'policy.error' })
      expect((decision as { reason: string }).reason).toMatch(/^faulty failed/)
      expect((decision as { reason: string }).reason).toContain(told)
    }
  })

  test('name one that has no name by its place', async () => {
    expect(await decided(says(abstain), says(undefined))).toMatchObject({ reason: expect.stringMatching(/^policy 2 failed/) })
  })

  test.each([0, -1, Number.NaN])('are not given %d milliseconds', (timeoutMs) => {
    expect(() => policies([], { timeoutMs })).toThrow(RangeError)
  })

  const decision = fc.oneof(
    fc.constant(abstain),
    fc.constantFrom('d1', 'd2').map(deny),
    fc.tuple(fc.constantFrom('r1', 'r2'), fc.constantFrom('A1', 'A2', 'A3')).map(([name, approval]) => raise(name, approval)),
    fc
      .tuple(fc.constantFrom('g1', 'g2'), fc.constantFrom('A0', 'A1', 'A2', 'A3'))
      .map(([name, approval]) => grant(name, approval)),
  )

  test('keep their promises for every list: first denial, else highest raise, and a grant below it does not stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(decision, fc.boolean()), { maxLength: 6 }), async (list) => {
        const result = await decided(...list.map(([said, later]) => (later ? saysLater(said) : says(said))))
        const said = list.map(([each]) => each)
        const denial = said.find(({ effect }) => effect === 'deny')
        if (denial) {
          expect(result).toEqual(denial)
          return
        }
        const classOf = (each: PolicyDecision): string => ('approval' in each ? each.approval : '')
        const most = (effect: string): string =>
          said
            .filter((each) => each.effect === effect)
            .map(classOf)
            .toSorted()
            .at(-1) ?? ''
        const [raised, granted] = [most('raise'), most('granted')]
        if (granted !== '' && granted >= raised) expect(result).toMatchObject({ effect: 'granted', approval: granted })
        else if (raised !== '') expect(result).toMatchObject({ effect: 'raise', approval: raised })
        else expect(result).toEqual(abstain)
        // What is given is one of what was said: its rule is somebody's own.
        if (result.effect !== 'abstain') expect(said).toContainEqual(result)
      }),
    )
  })
})

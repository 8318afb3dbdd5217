import { catalogOf } from '@portico/core/streams'
import { expect, test } from 'vitest'
import { stripeSource } from '../src/streams/index.ts'

test('only what does not change after its creation is incremental: Stripe filters by nothing else', () => {
  const shown = catalogOf(stripeSource).map(({ name, modes, cursorField }) => [name, modes.at(-1), cursorField])
  expect(shown).toEqual([
    ['customers', 'full_refresh', undefined],
    ['charges', 'full_refresh', undefined],
    ['invoices', 'full_refresh', undefined],
    ['subscriptions', 'full_refresh', undefined],
    ['events', 'incremental', 'created'],
    ['balanceTransactions', 'incremental', 'created'],
  ])
})

test('money does not change its shape unseen', () => {
  const frozen = catalogOf(stripeSource).filter(({ schemaChanges }) => schemaChanges === 'freeze')
  expect(frozen.map(({ name }) => name)).toEqual(['charges', 'invoices', 'subscriptions', 'balanceTransactions'])
})

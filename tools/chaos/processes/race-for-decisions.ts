import { claim, connect, ConnectorError, bearer, defineVendor } from '@portico/core'
import { approvalDesk, listedApprovers, openStore } from '@portico/governance'
import * as z from 'zod'
import { startProgram } from './program.ts'
import { storeSecrets } from './store-secrets.ts'

const vendor = defineVendor({
  id: 'race',
  title: { en: 'Race', ar: 'سباق' },
  vendorVersion: '1',
  origins: { api: 'https://race.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 2_000, retry: false, sensitivity: 'S2' },
  facts: { source: 'tools/chaos/processes/race-for-decisions.ts', verifiedAt: '2026-11-28' },
})
const remind = vendor.command('POST /reminders', {
  summary: 'Reminds a customer.',
  input: z.object({ customer: z.string() }),
  output: z.object({ id: z.string() }),
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'reminder', id: 'output.id' } },
  rollback: { irreversible: 'It was read.' },
  examples: [{ customer: 'c' }],
})
const connector = vendor.connector({ version: '1.0.0', operations: { remind } })

/**
 * Lets processes race for decisions that each allow one call. Returns how many were used by more than one of them, or by none.
 */
export async function raceForDecisions(url: string, races: number): Promise<{ notOnce: number }> {
  const store = await openStore(url, storeSecrets())
  const racers = [0, 1, 2].map(() => startProgram(import.meta.resolve('./take-token.ts'), url))
  try {
    await Promise.all(racers.map((racer) => racer.next()))
    const approvers = listedApprovers({ acme: { lea: ['lead'] } })
    const desk = approvalDesk(store, { approvers, connectors: [connector], audit: store.audit })
    const client = connect(connector, {
      tenantId: 'acme',
      actor: { type: 'executor_system', id: 'orders' },
      correlationId: 'race',
      credentials: { token: 'token' },
      store,
    })
    let notOnce = 0
    for (let race = 0; race < races; race++) {
      const asked: unknown = await client.remind({ customer: `c_${race}` }).catch((error: unknown) => error)
      if (!(asked instanceof ConnectorError) || !asked.approval)
        throw new Error('the call asked for no approval', { cause: asked })
      const given = { tenantId: 'acme', id: asked.approval.id, by: { type: 'human', id: 'lea' } } as const
      const { token } = await desk.decide(given, { outcome: 'approve' })
      for (const racer of racers) racer.say(token!)
      const states = await Promise.all(racers.map((racer) => racer.next()))
      if (states.filter((state) => state === 'decided').length !== 1) notOnce++
    }
    return { notOnce }
  } finally {
    for (const racer of racers) racer.kill()
    await Promise.all(racers.map(({ ended }) => ended))
    await store.close()
  }
}

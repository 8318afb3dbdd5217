import { stripe } from '@portico/connector-stripe'
import { connect, isConnectorError } from '@portico/core'
import type { Governed } from '../governed.ts'
import { expectError, scene, tell, tellError } from '../narrator.ts'

/** The emulator answers a form's boolean as text, as a vendor that changes its mind would. */
export async function driftedAnswer(stripeOrigin: string, { ports }: Governed): Promise<void> {
  scene('A vendor answers in another shape than it promised')
  const client = connect(stripe, {
    tenantId: 'acme',
    actor: { type: 'human', id: 'mona' },
    credentials: { key: 'sk_test_tour' },
    origins: { api: stripeOrigin },
    ...ports,
  })
  const error = await expectError(
    client.createProduct({ name: 'Pro', active: true }),
    (reason): reason is Parameters<typeof tellError>[0] => isConnectorError(reason) && reason.code === 'contract_violation',
  )
  tellError(error)
  tell('the product exists, so it is not made again: the error says committed, not failed')
  await client.close()
}

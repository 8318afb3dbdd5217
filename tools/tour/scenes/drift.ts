import { stripe } from '@portico/connector-stripe'
import { connect, isConnectorError } from '@portico/core'
import type { Governed } from '../governed.ts'
import { expectError, scene, tell, tellError } from '../narrator.ts'

/** The emulator returns a form's boolean as text, like a vendor that changes its mind. */
export async function driftedAnswer(stripeOrigin: string, { ports }: Governed): Promise<void> {
  scene("A vendor's answer breaks its contract")
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
  tell('the product exists, so creating it again would be wrong: the error says committed')
  await client.close()
}

// A platform: many connectors and tenants, wired once.
import { github } from '@portico/connector-github'
import { slack } from '@portico/connector-slack'
import { stripe } from '@portico/connector-stripe'
import { type AuditSink, createPortico, type Policy } from '@portico/core'

export interface Vault {
  read(path: string): Promise<Record<string, unknown>>
}

/** Finance wants to see every amount above 100.00, whatever its operation asks for by itself. */
const largeAmounts: Policy = {
  decide({ input }) {
    const amount = (input as { amount?: number }).amount ?? 0
    return amount > 10_000
      ? { effect: 'raise', approval: 'A3', rule: 'finance.large_amounts', reason: 'an amount above 100.00' }
      : { effect: 'abstain' }
  },
}

export function createPlatform(
  vault: Vault,
  audit: AuditSink,
  origins: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
) {
  return createPortico({
    connectors: { github, slack, stripe },
    // Asked for at need and cached until it expires: a rotated secret needs no restart.
    connections: {
      credentials: async ({ tenantId, connector, account }) => ({
        credentials: await vault.read(`portico/${tenantId}/${connector}/${account}`),
        expiresAt: Date.now() + 60_000,
      }),
    },
    policy: largeAmounts,
    audit,
    tune: { stripe: { concurrency: 25 }, slack: { timeoutMs: 5_000 } },
    origins,
  })
}

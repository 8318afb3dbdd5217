// A platform: many connectors and tenants, wired once.
import { github } from '@portico/connector-github'
import { slack } from '@portico/connector-slack'
import { stripe } from '@portico/connector-stripe'
import { type AuditSink, createPortico, type Policy } from '@portico/core'

export interface Vault {
  read(path: string): Promise<Record<string, unknown>>
}

/** Finance must approve every amount above 100.00, whatever the operation itself asks for. */
const largeAmounts: Policy = {
  decide({ classes, input }) {
    const { amount, amount_to_capture } = input as { amount?: number; amount_to_capture?: number }
    // A binding operation without an amount moves everything: that is how a full payment is refunded. A credit is negative.
    const unnamed = classes.sideEffect === 'external_commitment' ? Number.POSITIVE_INFINITY : 0
    return Math.abs(amount ?? amount_to_capture ?? unnamed) > 10_000
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
    // Fetched on demand and cached until it expires: a rotated secret needs no restart.
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

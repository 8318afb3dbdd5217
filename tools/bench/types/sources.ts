/** The schemas of one of a hundred connectors: twenty operations, queries and commands, of realistic size. */
export function schemasSource(
  connector: number,
  operations: number,
  importZ = "import { z } from '@portico/core/contract'",
): string {
  const lines = [importZ]
  for (let index = 0; index < operations; index++) {
    lines.push(`export const input${index} = z.object({
  id: z.string().min(1), name: z.string().max(200), note: z.string().optional(), amount: z.int().positive(),
  kind: z.enum(['a${connector}', 'b${index}', 'c']).default('c'), tags: z.array(z.string()).optional(),
  address: z.object({ line: z.string(), city: z.string(), country: z.string().length(2) }).optional(),
})
export const output${index} = z.object({
  id: z.string(), name: z.string().nullish(), created_at: z.string(), amount: z.int(), status: z.enum(['open', 'closed']),
  owner: z.object({ id: z.string(), login: z.string() }).nullish(), labels: z.array(z.object({ id: z.string(), name: z.string() })),
})`)
  }
  return lines.join('\n')
}

export function connectorSource(connector: number, operations: number): string {
  const names = Array.from({ length: operations }, (_, index) => `operation${index}`)
  const lines = [
    "import { bearer, cursor, defineVendor, header, z } from '@portico/core/contract'",
    `import { ${names.map((_, index) => `input${index}, output${index}`).join(', ')} } from './schemas.ts'`,
    `const vendor = defineVendor({
  id: 'bench-${connector}', title: { en: 'Bench', ar: 'قياس' }, vendorVersion: '1', origins: { api: 'https://bench${connector}.example' },
  auth: { token: bearer() }, failures: { read: ({ body }) => ({ code: body?.code }), codes: { gone: 'not_found', slow: 'rate_limited' } },
  defaults: { timeoutMs: 1_000, retry: { attempts: 3 }, sensitivity: 'S1', idempotency: header('idempotency-key', '24h') },
  facts: { source: 'bench', verifiedAt: '2026-11-24' },
})`,
  ]
  const example = "[{ id: '1', name: 'n', amount: 1 }]"
  names.forEach((name, index) => {
    const shapes = `input: input${index}, output: `
    if (index % 3 === 0)
      lines.push(
        `const ${name} = vendor.query('GET /things/{id}/${index}', { summary: 's', ${shapes}output${index}, examples: ${example} })`,
      )
    else if (index % 3 === 1) {
      lines.push(
        `const ${name} = vendor.query('GET /things/${index}', { summary: 's', ${shapes}z.array(output${index}), pick: 'data', page: cursor('next'), examples: ${example} })`,
      )
    } else {
      lines.push(`const ${name} = vendor.command('POST /things/{id}/${index}', { summary: 's', ${shapes}output${index}, sideEffect: 'external_message', reversibility: 'R1',
  approval: 'A1', audit: { entity: { type: 't', id: 'output.id' }, redact: ['note', 'address.line'] }, rollback: { manual: 'By hand.' }, examples: ${example} })`)
    }
  })
  lines.push(`export const connector${connector} = vendor.connector({ version: '1.0.0', operations: { ${names.join(', ')} } })`)
  return lines.join('\n')
}

export function consumerSource(connector: number): string {
  return `import { connect } from '@portico/core'
import { connector${connector} } from './connector.ts'
const client = connect(connector${connector}, { tenantId: 't', credentials: { token: 'x' } })
export async function use(): Promise<string> {
  const one = await client.operation0({ id: '1', name: 'n', amount: 1 })
  for await (const item of client.operation1.items({ id: '1', name: 'n', amount: 1 })) if (item.status === 'closed') return item.id
  const { data, receipt } = await client.operation2.detailed({ id: '1', name: 'n', amount: 1 }, { correlationId: 'c' })
  return one.created_at + data.id + receipt.commitState
}
`
}

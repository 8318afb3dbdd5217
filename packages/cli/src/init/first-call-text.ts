import { environmentName } from '../credentials/environment-name.ts'
import type { ConnectorDescription } from '../describe/connector-description.ts'
import { valueCode } from '../describe/example-code.ts'
import { schemaFields } from '../describe/schema-fields.ts'

export const firstCallName = 'first-call.ts'

/** A first program: one read through the facade, with its receipt, and what a failure says. */
export function firstCallText(connector: ConnectorDescription, tenant: string): string {
  const { exportName, package: name } = connector
  const { operation, input } = firstRead(connector)
  const settings = connector.settings ? schemaFields(connector.settings).filter(({ required }) => required) : []
  return `// Run it: node ${firstCallName}
import { connect, isConnectorError } from '@portico/core'
import { ${exportName} } from '${name}'

const client = connect(${exportName}, {
  tenantId: ${valueCode(tenant)},
  credentials: ${credentials(connector)},${settings.length > 0 ? `\n  settings: { ${settings.map(({ path }) => `${path}: ''`).join(', ')} },` : ''}
})

try {
  const { data, receipt } = await client.${operation}.detailed(${input})
  console.log(data)
  console.log(\`\${receipt.attempts.length} attempt, \${Math.round(receipt.durationMs)} ms\`)
} catch (error) {
  if (!isConnectorError(error, ${exportName})) throw error
  console.error(\`\${error.message} (\${error.code}, commit state \${error.commitState})\`)
  process.exitCode = 1
} finally {
  await client.close()
}
`
}

/** The health query, which takes no input, or else the first query with its first example. */
function firstRead({ health, operations }: ConnectorDescription): { readonly operation: string; readonly input: string } {
  if (health !== undefined) return { operation: health, input: '{}' }
  const query = operations.find(({ kind, approval }) => kind === 'query' && approval.approval === 'A0') ?? operations[0]
  return { operation: query?.name ?? '', input: valueCode(query?.contract.examples[0] ?? {}, '  ') }
}

function credentials({ id, auth }: ConnectorDescription): string {
  const [scheme] = auth
  if (!scheme) return '{}'
  const variable = (field: string): string => `process.env.${environmentName(id, scheme.name, field)} ?? ''`
  const { fields } = scheme
  if (fields.length === 1 && fields[0]?.name === '') return `{ ${scheme.name}: ${variable('')} }`
  const needed = fields.filter(({ optional }) => !optional)
  return `{ ${scheme.name}: { ${needed.map((field) => `${field.name}: ${variable(field.name)}`).join(', ')} } }`
}

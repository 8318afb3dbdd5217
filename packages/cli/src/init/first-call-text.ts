import type { CompiledConnector } from '@portico/core/definition'
import { environmentName } from '../credentials/environment-name.ts'
import type { ConnectorHead } from '../describe/connector-description.ts'
import { valueCode } from '../describe/example-code.ts'
import { schemaFields } from '../describe/schema-fields.ts'

export const firstCallName = 'first-call.ts'

/** A first program, for a connector with operations: one read through the facade, its receipt, and how to handle a failure. */
export function firstCallText(connector: ConnectorHead, compiled: CompiledConnector, tenant: string): string {
  const { exportName, package: name } = connector
  const { operation, input } = firstRead(connector, compiled)
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

/** The health query, which takes no input, or the first query with its first example. */
function firstRead(
  { health }: ConnectorHead,
  compiled: CompiledConnector,
): { readonly operation: string; readonly input: string } {
  if (health !== undefined) return { operation: health, input: '{}' }
  const operations = Object.values(compiled.operations)
  const open = operations.find(({ definition, classes }) => definition.kind === 'query' && classes.approval === 'A0')
  const first = (open ?? operations[0])!
  return { operation: first.name, input: valueCode(first.definition.examples[0] ?? {}, '  ') }
}

function credentials({ id, auth }: ConnectorHead): string {
  const [scheme] = auth
  if (!scheme) return '{}'
  const variable = (field: string): string => `process.env.${environmentName(id, scheme.name, field)} ?? ''`
  const { fields } = scheme
  if (fields.length === 1 && fields[0]?.name === '') return `{ ${scheme.name}: ${variable('')} }`
  const needed = fields.filter(({ optional }) => !optional)
  return `{ ${scheme.name}: { ${needed.map((field) => `${field.name}: ${variable(field.name)}`).join(', ')} } }`
}

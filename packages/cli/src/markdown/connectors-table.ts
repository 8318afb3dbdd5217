import type { ConnectorDescription } from '../describe/connector-description.ts'
import { code, table } from './text.ts'

/** A line per connector. `page` returns the address of a connector's page. */
export function connectorsTable(connectors: readonly ConnectorDescription[], page: (id: string) => string): string {
  return table(
    ['connector', 'package', 'vendor API', 'queries', 'commands', 'facts checked'],
    connectors.map(({ id, title, package: name, vendorVersion, operations, facts }) => {
      const queries = operations.filter(({ kind }) => kind === 'query').length
      const commands = operations.length - queries
      const connector = `[${title.en}](${page(id)}) · ${title.ar}`
      return [connector, code(name), code(vendorVersion), String(queries), String(commands), facts.verifiedAt]
    }),
  )
}

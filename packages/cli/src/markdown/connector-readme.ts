import type { ConnectorDescription } from '../describe/connector-description.ts'
import { operationsTable } from './operations-table.ts'
import { code } from './text.ts'

/**
 * The contract section of a connector's README: a line per operation, and where to find the rest. `page` is the page's address.
 */
export function connectorReadmeSection(connector: ConnectorDescription, page: string): string {
  const { operations, version, vendorVersion, facts } = connector
  if (operations.length === 0) {
    return [
      '## Contract',
      `Version ${version} reads versions ${vendorVersion}, as documented on ${facts.verifiedAt}. It has no operations: only syncs read its streams.`,
      `Credentials and settings: [the contract](${page}).`,
    ].join('\n\n')
  }
  const queries = operations.filter(({ kind }) => kind === 'query').length
  const commands = operations.length - queries
  return [
    '## Contract',
    `Version ${version} speaks the vendor's API ${code(vendorVersion)}, as documented on ${facts.verifiedAt}: ${queries} queries and ${commands} commands.`,
    operationsTable(connector, page),
    `Input, output, errors, retries, timeouts, audit and rollback of each one: [the contract](${page}).`,
  ].join('\n\n')
}

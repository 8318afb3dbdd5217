import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { between, connectorsTable } from '@portico/cli/docs'
import { repoRoot } from '../workspace.ts'
import { connectorPackages, describedConnector } from './described-connectors.ts'

export const path = 'README.md'

/** The table of connectors in the repo's README. */
export async function render(): Promise<string> {
  const connectors = await Promise.all(connectorPackages().map(describedConnector))
  const section = connectorsTable(connectors, (id) => `docs/connectors/${id}.md`)
  return between(readFileSync(join(repoRoot, path), 'utf8'), 'connectors', section, path)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { betweenOrAtEnd, connectorReadmeSection } from '@portico/cli/docs'
import { connectorPackages, describedConnector, idOf } from './described-connectors.ts'
import type { Generator } from './generator.ts'

const pages = '../../docs/connectors'

/** The contract section of every connector's README; the rest of it is written by hand. */
export function connectorReadmes(): Generator[] {
  return connectorPackages().map((connector) => {
    const path = `${connector.path}/README.md`
    return {
      path,
      render: async () => {
        const page = `${pages}/${idOf(connector)}.md`
        const section = connectorReadmeSection(await describedConnector(connector), page)
        return betweenOrAtEnd(readFileSync(join(connector.folder, 'README.md'), 'utf8'), 'contract', section, path)
      },
    }
  })
}

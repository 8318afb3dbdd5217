import { connectorPage } from '@portico/cli/docs'
import { connectorPackages, describedConnector, idOf } from './described-connectors.ts'
import type { Generator } from './generator.ts'

/** `docs/connectors/<id>.md` of every connector: its whole contract. */
export function connectorDocs(): Generator[] {
  return connectorPackages().map((connector) => ({
    path: `docs/connectors/${idOf(connector)}.md`,
    render: async () => connectorPage(await describedConnector(connector)),
  }))
}

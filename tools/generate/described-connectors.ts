import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyConnector } from '@portico/core'
import { type ConnectorDescription, describeConnector } from '@portico/cli/docs'
import { type WorkspacePackage, publicPackages } from '../workspace.ts'

/** The workspace's connector packages, ordered by path. */
export function connectorPackages(): WorkspacePackage[] {
  return publicPackages().filter(({ path }) => path.startsWith('connectors/'))
}

/** The package's folder name, `github`, which is also the connector's id. */
export function idOf({ path }: WorkspacePackage): string {
  return path.slice('connectors/'.length)
}

/** The connector that a package's sources export. Throws where they export none with its id. */
export async function loadConnector(connector: WorkspacePackage): Promise<AnyConnector> {
  const exported = (await import(pathToFileURL(join(connector.folder, 'src', 'index.ts')).href)) as Record<string, unknown>
  const id = idOf(connector)
  const found = Object.values(exported).find((value) => (value as Partial<AnyConnector> | null)?.vendor?.id === id)
  if (!found) throw new Error(`${connector.path}/src/index.ts exports no connector with the id '${id}'`)
  return found as AnyConnector
}

/** The statements of a package's connector. */
export async function describedConnector(connector: WorkspacePackage): Promise<ConnectorDescription> {
  return describeConnector(await loadConnector(connector))
}

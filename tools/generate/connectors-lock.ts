import { lockOf, lockText } from '@portico/mcp'
import { loadConnector, connectorPackages, idOf } from './described-connectors.ts'

export const path = 'connectors.lock'

/** Every operation of the repo's connectors as a tool: what `portico lock` writes here. */
export async function render(): Promise<string> {
  const connectors = await Promise.all(connectorPackages().map(async (one) => [idOf(one), await loadConnector(one)] as const))
  return lockText(lockOf(Object.fromEntries(connectors), Object.fromEntries(connectors.map(([id]) => [id, '*'] as const))))
}

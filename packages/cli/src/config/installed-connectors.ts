import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AnyConnector } from '@portico/core'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { isConnector } from './is-connector.ts'

const scope = '@portico'
const prefix = 'connector-'

/** Ids of the `@portico/connector-*` packages that code in this folder can import, sorted. */
export function installedConnectors(cwd: string): string[] {
  const ids = new Set<string>()
  for (const folder of upwards(cwd)) {
    const packages = join(folder, 'node_modules', scope)
    if (!existsSync(packages)) continue
    for (const name of readdirSync(packages)) if (name.startsWith(prefix)) ids.add(name.slice(prefix.length))
  }
  return [...ids].toSorted()
}

/** The connector of an installed package, resolved as code in this folder would. */
export async function importConnector(id: string, cwd: string): Promise<AnyConnector> {
  const name = `${scope}/${prefix}${id}`
  let exported: Record<string, unknown>
  try {
    const entry = createRequire(join(resolve(cwd), 'portico.js')).resolve(name)
    exported = (await import(pathToFileURL(entry).href)) as Record<string, unknown>
  } catch (error) {
    const problem = error instanceof Error ? oneLine(error.message.split('\n', 1)[0] ?? '') : 'it throws'
    throw new Mistake('configuration', name, `it can't be loaded: ${problem}`, `install it again: npm install ${name}`, error)
  }
  const connectors = Object.values(exported).filter(isConnector)
  const connector = connectors.find(({ vendor }) => vendor.id === id) ?? connectors[0]
  if (connector) return connector
  throw new Mistake('configuration', name, 'it exports no connector', 'its index exports what vendor.connector({ … }) gives')
}

function upwards(cwd: string): string[] {
  const folders: string[] = []
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder)
    if (folder === dirname(folder)) return folders
  }
}

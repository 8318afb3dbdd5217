import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Source } from '@portico/core/streams'
import type { Setup } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { isSource } from './is-source.ts'

/** The streams of a connector: the configured ones, or its package's `./streams`. */
export async function loadSource(setup: Setup, name: string): Promise<Source<object>> {
  const configured = setup.config.sources?.[name]
  if (configured) return configured
  const id = setup.names.includes(name) ? (await setup.connector(name)).vendor.id : name
  const specifier = `@portico/connector-${id}/streams`
  let exported: Record<string, unknown>
  try {
    const entry = createRequire(join(resolve(setup.folder), 'portico.js')).resolve(specifier)
    exported = (await import(pathToFileURL(entry).href)) as Record<string, unknown>
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      throw new Mistake(
        'unknown_connector',
        'connector',
        `${name} has no streams`,
        'it serves operations alone: see portico describe',
        error,
      )
    }
    if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') throw error
    // Throws with the known connectors and what was probably meant.
    await setup.connector(name)
    throw new Mistake('configuration', specifier, 'it is not installed', `npm install @portico/connector-${id}`, error)
  }
  const source = Object.values(exported).find(isSource)
  if (source) return source
  throw new Mistake(
    'configuration',
    oneLine(specifier),
    'it exports no source',
    'it exports what defineSource(vendor, { … }) gives',
  )
}

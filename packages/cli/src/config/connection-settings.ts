import type { AnyConnector } from '@portico/core'
import { parseShape } from '@portico/core/definition'
import { Mistake } from '../mistake.ts'
import type { Setup } from './setup.ts'

/** A connector's configured settings. Throws a `Mistake` that names the first missing or invalid field. */
export function settingsOf({ config }: Setup, name: string, { vendor }: AnyConnector): Readonly<Record<string, unknown>> {
  const settings = config.settings?.[name] ?? {}
  const where = `settings.${name}`
  const [stray] = vendor.settings ? [] : Object.keys(settings)
  if (stray !== undefined) throw new Mistake('configuration', `${where}.${stray}`, `${vendor.id} takes no settings`, 'remove it')
  const [issue] = (vendor.settings && parseShape(vendor.settings, settings).issues) ?? []
  if (!issue) return settings
  const field = issue.path === '' ? where : `${where}.${issue.path}`
  throw new Mistake('configuration', field, issue.message, 'write it in portico.config.ts')
}

import type { AnyConnector } from '@portico/core'
import type * as z from 'zod'
import { Mistake } from '../mistake.ts'
import { type CheckedConfig, configSchema } from './config-schema.ts'
import { didYouMean } from './nearest.ts'

/** Returns the configuration, or throws the first problem: the field and what to write there. */
export function checkConfig(value: unknown, file: string): CheckedConfig {
  if (typeof value !== 'object' || value === null) {
    throw new Mistake('configuration', file, 'its default export is not an object', 'write export default defineConfig({ … })')
  }
  const parsed = configSchema.safeParse(value)
  if (!parsed.success) throw mistakeOf(parsed.error, file)
  const config = parsed.data
  for (const part of ['credentials', 'settings', 'origins', 'tune', 'checkpoints'] as const) checkNames(config, part, file)
  for (const [name, connector] of Object.entries(config.connectors)) checkConnector(config, name, connector, file)
  return config
}

function mistakeOf(error: z.ZodError, file: string): Mistake {
  const [issue] = error.issues
  if (!issue) throw error
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const field = path === '' ? key : `${path}.${key}`
    const known = path === '' ? Object.keys(configSchema.shape) : []
    const hint = didYouMean(key, known, known.length > 0 ? `it knows ${known.join(', ')}` : 'remove it')
    return new Mistake('configuration', `${file}: ${field}`, 'not a field of the configuration', hint)
  }
  if (issue.code === 'invalid_type' && path === 'connectors') {
    return new Mistake('configuration', `${file}: connectors`, 'missing, or not an object', 'write connectors: { github }')
  }
  return new Mistake('configuration', `${file}: ${path}`, sentence(issue.message), 'fix this field')
}

function sentence(message: string): string {
  const text = message.replace(/^Invalid (?:input|option): /, '')
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function checkNames(
  config: CheckedConfig,
  part: 'credentials' | 'settings' | 'origins' | 'tune' | 'checkpoints',
  file: string,
): void {
  const names = [...new Set([config.connectors, config.sources ?? {}].flatMap((each) => Object.keys(each)))]
  const stray = Object.keys(config[part] ?? {}).find((name) => !names.includes(name))
  if (stray === undefined) return
  const hint = didYouMean(stray, names, `connectors has ${names.join(', ') || 'none'}`)
  throw new Mistake('configuration', `${file}: ${part}.${stray}`, 'no connector has this name', hint)
}

function checkConnector(config: CheckedConfig, name: string, { vendor }: AnyConnector, file: string): void {
  const origins = Object.keys(vendor.origins)
  const origin = Object.keys(config.origins?.[name] ?? {}).find((given) => !origins.includes(given))
  if (origin !== undefined) {
    const hint = didYouMean(origin, origins, `it has ${origins.join(', ')}`)
    throw new Mistake('configuration', `${file}: origins.${name}.${origin}`, `${vendor.id} has no such origin`, hint)
  }
  const sources = config.credentials?.[name]
  if (sources === undefined || typeof sources === 'function') return
  for (const [scheme, source] of Object.entries(sources)) {
    const where = `${file}: credentials.${name}.${scheme}`
    const known = vendor.auth[scheme]
    if (!known) {
      const schemes = Object.keys(vendor.auth)
      throw new Mistake(
        'configuration',
        where,
        `${vendor.id} has no such scheme`,
        didYouMean(scheme, schemes, `it has ${schemes.join(', ')}`),
      )
    }
    const single = known.fields.length === 1 && known.fields[0]?.name === ''
    if (single !== isFromEnvironment(source)) {
      const shape = single ? "{ env: 'NAME' }" : `{ ${known.fields.map((field) => `${field.name}: { env: 'NAME' }`).join(', ')} }`
      throw new Mistake('configuration', where, 'not what the scheme is made of', `write ${scheme}: ${shape}`)
    }
    if (single) continue
    for (const [fieldName, value] of Object.entries(source)) {
      const field = known.fields.find((candidate) => candidate.name === fieldName)
      const at = `${where}.${fieldName}`
      if (!field) {
        const fields = known.fields.map((candidate) => candidate.name)
        throw new Mistake(
          'configuration',
          at,
          'the scheme has no such field',
          didYouMean(fieldName, fields, `it has ${fields.join(', ')}`),
        )
      }
      if (field.secret && typeof value === 'string') {
        throw new Mistake('configuration', at, 'a secret does not belong in source code', `write ${fieldName}: { env: 'NAME' }`)
      }
    }
  }
}

function isFromEnvironment(source: object): boolean {
  return 'env' in source && Object.keys(source).length === 1
}

import type { AnyScheme, CredentialField } from '@portico/core'
import type { CheckedConfig } from '../config/config-schema.ts'
import { environmentName } from './environment-name.ts'

/** Where a field of a credential is looked up. */
export interface Variable {
  readonly field: CredentialField
  /** The environment variable, as configured or by convention. */
  readonly variable: string
  /** The value itself, if the configuration holds one that is not secret. */
  readonly literal?: string
}

/** The configuration of a connector's credentials. */
export type ConfiguredCredentials = NonNullable<CheckedConfig['credentials']>[string] | undefined

export function variablesOf(
  { name, configured }: { readonly name: string; readonly configured: ConfiguredCredentials },
  scheme: string,
  { fields }: AnyScheme,
): Variable[] {
  const stated = typeof configured === 'object' ? configured[scheme] : undefined
  return fields.map((field) => {
    const given = stated && (field.name === '' ? stated : (stated as Readonly<Record<string, unknown>>)[field.name])
    if (typeof given === 'string') return { field, variable: environmentName(name, scheme, field.name), literal: given }
    const named = (given as { readonly env?: string } | undefined)?.env
    return { field, variable: named ?? environmentName(name, scheme, field.name) }
  })
}

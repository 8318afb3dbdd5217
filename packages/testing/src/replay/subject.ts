import type { AnyConnector, AnyScheme, VendorIdentity } from '@portico/core'
import { type CompiledConnector, compileConnector } from '@portico/core/definition'
import type { ContractTable } from '../contract-table.ts'
import { readRecordings, type Unreadable } from '../recording/read-recordings.ts'
import type { Recording } from '../recording/recording.ts'

/** Where requests to one declared origin go. `path` is the origin's fixed path, empty for most. */
export interface Base {
  readonly origin: string
  readonly path: string
}

/** A connector, with everything that its checks need. */
export interface Subject {
  readonly connector: AnyConnector
  readonly compiled: CompiledConnector
  readonly credentials: unknown
  readonly settings: Readonly<Record<string, unknown>>
  readonly scheme: AnyScheme
  /** The credential's secret strings. */
  readonly secrets: readonly string[]
  readonly bases: Readonly<Record<string, Base>>
  readonly recordings: readonly Recording[]
  readonly unreadable: readonly Unreadable[]
  /** The command to run if a recording is missing or has expired. */
  readonly record: string
}

type SubjectInput = Pick<ContractTable, 'credentials' | 'settings'> & { readonly recordings: readonly Recording[] }

export function subjectOf(connector: AnyConnector, table: ContractTable): Subject {
  const { recordings, unreadable } = readRecordings(table.recordings)
  return { ...subjectWith(connector, { ...table, recordings }), unreadable }
}

export function subjectWith(connector: AnyConnector, input: SubjectInput): Subject {
  const { vendor } = connector
  const settings = (input.settings ?? {}) as Readonly<Record<string, unknown>>
  const { scheme, credential } = schemeOf(vendor, input.credentials)
  return {
    connector,
    compiled: compileConnector(connector),
    credentials: input.credentials,
    settings,
    scheme,
    secrets: secretsOf(scheme, credential),
    bases: Object.fromEntries(Object.keys(vendor.origins).map((name) => [name, baseOf(vendor, name, settings)])),
    recordings: input.recordings,
    unreadable: [],
    record: `pnpm record ${vendor.id}`,
  }
}

/** An operation's successful recordings, those with the most exchanges first. */
export function successesOf(subject: Subject, operation: string): readonly Recording[] {
  return subject.recordings
    .filter((recording) => recording.operation === operation && recording.error === undefined)
    .toSorted((one, other) => other.exchanges.length - one.exchanges.length)
}

/** For some vendors, a field of the token answer gives the origin; the replay's token names this host. */
export function hostFromToken(pattern: string): string {
  return pattern.replace('*', 'recorded')
}

function baseOf(vendor: VendorIdentity, name: string, settings: Readonly<Record<string, unknown>>): Base {
  const origin = vendor.origins[name]!
  const template = typeof origin === 'string' ? origin : `https://${hostFromToken(origin.hosts[0]!)}`
  const url = new URL(template.replaceAll(/\{([^{}]+)\}/g, (_, setting: string) => String(settings[setting])))
  return { origin: url.origin, path: url.pathname.replace(/\/$/, '') }
}

function schemeOf(vendor: VendorIdentity, credentials: unknown): { scheme: AnyScheme; credential: unknown } {
  const given = Object.entries((credentials ?? {}) as Readonly<Record<string, unknown>>)
  const [name, credential] = given[0] ?? []
  const scheme = name === undefined ? undefined : vendor.auth[name]
  if (!scheme) throw new TypeError(`credentials: ${vendor.id} takes one of ${Object.keys(vendor.auth).join(', ')}`)
  return { scheme, credential }
}

function secretsOf(scheme: AnyScheme, credential: unknown): string[] {
  const secrets = scheme.fields.flatMap(({ name, secret }) => {
    const value = name === '' ? credential : (credential as Readonly<Record<string, unknown>>)[name]
    return secret && typeof value === 'string' ? [value] : []
  })
  const short = secrets.find((secret) => secret.length < 12)
  if (short !== undefined)
    throw new TypeError('credentials: a made-up secret has 12 characters at least, so that a search for it says something')
  return secrets
}

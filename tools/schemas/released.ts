import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SchemaDocument } from '@portico/events'
import { type SchemaChange, schemaChanges } from './compatibility.ts'

/** SHA-256 of each released schema file, by family and version. */
export type Released = Readonly<Record<string, Readonly<Record<string, string>>>>

export const releasedPath = 'docs/schemas/events/released.json'

export function schemaPath(family: string, version: string): string {
  return `docs/schemas/events/${family}/${version}.json`
}

function readReleased(root: string): Released {
  return JSON.parse(readFileSync(join(root, releasedPath), 'utf8')) as Released
}

/** All released versions and the given ones, with the hashes of their files as they are now. */
export function releasedWith(root: string, current: readonly { readonly name: string; readonly version: string }[]): Released {
  const released: Record<string, Record<string, string>> = structuredClone(readReleased(root)) as Record<
    string,
    Record<string, string>
  >
  for (const { name, version } of current) {
    const versions = (released[name] ??= {})
    versions[version] ??= hash('sha256', readFileSync(join(root, schemaPath(name, version)), 'utf8'), 'hex')
  }
  return released
}

/** Throws, naming the fields, where this version's schema may not become `text`. A released file is never rewritten. */
export function refuseUnannounced(root: string, name: string, version: string, text: string): void {
  const versions = readReleased(root)[name] ?? {}
  for (const [past, digest] of Object.entries(versions)) {
    const path = schemaPath(name, past)
    if (hash('sha256', readFileSync(join(root, path), 'utf8'), 'hex') !== digest) {
      throw new Error(`${path} was released and has changed since: take it back, and raise the family's version instead`)
    }
  }
  const latest = Object.keys(versions).toSorted(byVersion).at(-1)
  if (latest === undefined) return
  if (byVersion(version, latest) < 0) throw new Error(`${name}: version ${version} is older than ${latest}, which is released`)
  const before = readFileSync(join(root, schemaPath(name, latest)), 'utf8')
  if (version === latest) {
    if (text !== before)
      throw new Error(`${name} ${version} is released and its schema changed: raise its version${told(before, text)}`)
    return
  }
  const breaking = changes(before, text).filter((change) => change.breaking)
  if (breaking.length > 0 && majorOf(version) === majorOf(latest)) {
    throw new Error(`${name} ${version} breaks ${latest}, so it needs a new major version${list(breaking)}`)
  }
}

function changes(before: string, after: string): SchemaChange[] {
  return schemaChanges((JSON.parse(before) as SchemaDocument).$defs, (JSON.parse(after) as SchemaDocument).$defs)
}

function told(before: string, after: string): string {
  return list(changes(before, after))
}

function list(all: readonly SchemaChange[]): string {
  return all.map(({ field, what, breaking }) => `\n  ${field}: ${what}${breaking ? ' (breaking)' : ''}`).join('')
}

function majorOf(version: string): number {
  return Number(version.split('.')[0])
}

function byVersion(one: string, other: string): number {
  const [major = 0, minor = 0] = one.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major - otherMajor || minor - otherMinor
}

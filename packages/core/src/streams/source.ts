import type { Vendor } from '../contract/vendor.ts'
import type { VendorIdentity, VendorTypes } from '../contract/vendor-definition.ts'
import type { Stream } from './stream-definition.ts'
import type { TableRules } from './tables.ts'

/** A vendor's streams, as one package offers them. */
export interface Source<Streams = Readonly<Record<string, Stream>>> {
  readonly vendor: VendorIdentity
  readonly version: string
  readonly streams: Streams
  /** Additional streams: the tables of a database, which it lists itself once connected. */
  readonly tables?: TableRules
}

/** Combines a connector's streams into a source. A stream's parent must be among them: its slices are read from there. */
export function defineSource<V extends VendorTypes, const Streams extends Readonly<Record<string, Stream>>>(
  vendor: Vendor<V>,
  source: { readonly version: string; readonly streams: Streams },
): Source<Streams> {
  const { identity } = vendor
  const streams = Object.entries<Stream>(source.streams)
  for (const [name, { vendor: of, definition }] of streams) {
    const problem = (text: string): never => {
      throw new TypeError(`source ${identity.id}: stream '${name}' ${text}`)
    }
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problem('is named in camel case: issueComments')
    if (of.id !== identity.id) problem(`is of ${of.id}`)
    const { parent } = definition
    if (parent && !streams.some(([, other]) => other === parent.stream))
      problem('has a parent that is not among the streams: add it')
  }
  return { vendor: identity, version: source.version, streams: source.streams }
}

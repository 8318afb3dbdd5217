import type { KeysOf, RequiredKeys } from '../contract/checks.ts'
import type { Sensitivity } from '../contract/classes.ts'
import type { Shape } from '../contract/delivery.ts'
import type { Duration } from '../contract/idempotency.ts'
import type { Limits } from '../contract/limits.ts'
import type { Paging } from '../contract/paging.ts'
import type { Title } from '../contract/statements.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import type { StreamCursor } from './stream-cursor.ts'

/** What a new, missing or changed field of a record does to a sync. */
export type SchemaChanges = 'evolve' | 'freeze' | 'discard'

/**
 * How a deletion at the vendor shows: not at all, as a field of the record (set, and neither false nor empty, once it is deleted), as
 * a tombstone, or in the log that the source keeps of every change.
 */
export type Deletes<Field extends string = string> = 'unseen' | 'log' | { readonly field: Field } | Tombstones

/**
 * A deletion that comes in the place of the record. Of the record it has the primary key and, where there is a cursor, the cursor's
 * field; nothing else of it is read.
 */
export interface Tombstones {
  readonly tombstone: {
    /** Dotted path in what the vendor sends that tells it from a record, and what is then there. */
    readonly where: string
    readonly is: string | number | boolean
  }
}

/** Who reads what lands: decides how grave a failed check is. */
export interface Consumer {
  readonly name: string
  readonly kind: 'report' | 'model' | 'service' | 'export'
}

type Out<S extends Shape> = S['_zod']['output']

export type RequestFields = Readonly<Record<string, string | number | boolean>>

/** What every stream states. */
export interface StreamStates<Rec extends Shape, Slice extends Shape, Settings extends Shape> {
  readonly summary: string
  readonly title: Title
  /** Only the fields to land; anything else the vendor sends is dropped. */
  readonly record: Rec
  /** The fields that tell one record from another. What lands twice merges on them. */
  readonly primaryKey: readonly [RequiredKeys<Out<Rec>> & string, ...(RequiredKeys<Out<Rec>> & string)[]]
  /** Dotted path in the answer to the records. Default: the answer is the list. */
  readonly pick?: string
  /** Statuses with which the vendor says, in the place of an empty list, that there is nothing: 409 for a repository without commits. */
  readonly emptyOn?: readonly number[]
  /** Default: everything comes in one answer. */
  readonly page?: Paging
  /** Fields of the request, such as the page's size and the order: fixed, or out of the slice. Pure. */
  readonly fields?: RequestFields | ((from: { readonly slice: Out<Slice> }) => RequestFields)
  /** How the fields of a POST are written. Default: the vendor's `encode`, else JSON; those of a GET go to the query. */
  readonly encode?: 'json' | 'form'
  /** Fixed headers beside the vendor's. */
  readonly headers?: Readonly<Record<string, string>>
  /** A limit of its own beside the vendor's, where the vendor counts per method. */
  readonly limits?: Limits
  /** Which of the vendor's budgets it draws on, where the limits name a resource header. */
  readonly budget?: string
  /** Origin of the vendor to read from. Default: its first. */
  readonly origin?: string
  /** What the owner of a sync chooses: which repositories, which accounts. */
  readonly settings?: Settings
  /** A part that is read by itself, with a state of its own. */
  readonly slice?: Slice
  readonly slices?: (settings: Out<Settings>) => readonly Out<Slice>[]
  /** Fields of the record that the answer does not have. Pure. */
  readonly add?: (from: { readonly slice: Out<Slice> }) => Partial<Out<Rec>>
  readonly deletes: Deletes<KeysOf<Out<Rec>>>
  /** The oldest that what landed may be before the owner is told. */
  readonly freshness: Duration
  readonly owner: string
  readonly consumers: readonly Consumer[]
  readonly sensitivity: Sensitivity
  /** Fields that are more sensitive than the rest. */
  readonly sensitiveFields?: { readonly [Field in KeysOf<Out<Rec>>]?: Sensitivity }
  readonly schemaChanges: SchemaChanges
}

/** A stream whose slices are the records of another one. */
export interface Parent<ParentRecord, Slice> {
  readonly stream: Stream<ParentRecord>
  /**
   * Pure. What it needs of the parent's own slice, the parent's `add` puts into its records. Undefined for a record that has no
   * slice: a channel that the token may not read.
   */
  readonly slice: (record: ParentRecord) => Slice | undefined
  /**
   * Reads only the slices whose parent has changed since the last complete reading. Holds where a child's change changes its parent,
   * and the vendor can filter the parent by its cursor.
   */
  readonly onlyChanged?: boolean
}

/** A stream as data, its types erased: what readers, catalogs and documents work from. */
export interface StreamDefinition extends Omit<
  StreamStates<Shape, Shape, Shape>,
  'primaryKey' | 'deletes' | 'slices' | 'add' | 'fields' | 'sensitiveFields'
> {
  readonly route: string
  readonly primaryKey: readonly string[]
  readonly deletes: Deletes
  readonly cursor: StreamCursor | undefined
  readonly slices: ((settings: unknown) => readonly unknown[]) | undefined
  readonly parent: Parent<unknown, unknown> | undefined
  readonly fields: RequestFields | ((from: { readonly slice: unknown }) => RequestFields) | undefined
  readonly add: ((from: { readonly slice: unknown }) => Readonly<Record<string, unknown>>) | undefined
  readonly sensitiveFields: Readonly<Record<string, Sensitivity>>
  /** The source keeps a log of every change, and tells it from a position on. */
  readonly log?: true
}

/** One table's worth of a vendor's data. */
export interface Stream<Rec = unknown> {
  readonly vendor: VendorIdentity
  readonly definition: StreamDefinition
  /** Of a record, JSON Schema 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly '~record'?: Rec
}

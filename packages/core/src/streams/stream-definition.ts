import type { KeysOf, RequiredKeys } from '../contract/checks.ts'
import type { Sensitivity } from '../contract/classes.ts'
import type { Shape } from '../contract/delivery.ts'
import type { Duration } from '../contract/idempotency.ts'
import type { Limits } from '../contract/limits.ts'
import type { Paging } from '../contract/paging.ts'
import type { Title } from '../contract/statements.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import type { StreamCursor } from './stream-cursor.ts'

/** What a sync does about a new, missing or changed field of a record. */
export type SchemaChanges = 'evolve' | 'freeze' | 'discard'

/**
 * How a deletion at the vendor shows: not at all, as a field of the record (set to something neither false nor empty), as
 * a tombstone, or in the source's log of every change.
 */
export type Deletes<Field extends string = string> = 'unseen' | 'log' | { readonly field: Field } | Tombstones

/**
 * A deletion that comes in place of the record. It has the record's primary key and, if there is a cursor, the cursor's field;
 * nothing else is read from it.
 */
export interface Tombstones {
  readonly tombstone: {
    /** Dotted path that distinguishes it from a record in what the vendor sends, and the value there. */
    readonly where: string
    readonly is: string | number | boolean
  }
}

/** Who reads the landed data: decides how severe a failed check is. */
export interface Consumer {
  readonly name: string
  readonly kind: 'report' | 'model' | 'service' | 'export'
}

type Out<S extends Shape> = S['_zod']['output']

export type RequestFields = Readonly<Record<string, string | number | boolean>>

/** What every stream must state. */
export interface StreamStates<Rec extends Shape, Slice extends Shape, Settings extends Shape> {
  readonly summary: string
  readonly title: Title
  /** Only the fields to land; anything else the vendor sends is dropped. */
  readonly record: Rec
  /** The fields that identify a record. Records that land twice merge on them. */
  readonly primaryKey: readonly [RequiredKeys<Out<Rec>> & string, ...(RequiredKeys<Out<Rec>> & string)[]]
  /** Dotted path to the records in the answer. Default: the answer itself is the list. */
  readonly pick?: string
  /** Statuses that the vendor sends instead of an empty list: 409 for a repository without commits. */
  readonly emptyOn?: readonly number[]
  /** Default: one answer holds everything. */
  readonly page?: Paging
  /** Request fields, such as page size and order: fixed, or derived from the slice. Pure. */
  readonly fields?: RequestFields | ((from: { readonly slice: Out<Slice> }) => RequestFields)
  /** How the fields of a POST are encoded. Default: the vendor's `encode`, else JSON; those of a GET go into the query. */
  readonly encode?: 'json' | 'form'
  /** Fixed headers in addition to the vendor's. */
  readonly headers?: Readonly<Record<string, string>>
  /** A limit of its own in addition to the vendor's, where the vendor counts per method. */
  readonly limits?: Limits
  /** Which of the vendor's budgets it draws on, where the limits name a resource header. */
  readonly budget?: string
  /** Origin of the vendor to read from. Default: its first. */
  readonly origin?: string
  /** What the owner of a sync chooses: which repositories, which accounts. */
  readonly settings?: Settings
  /** A part that is read separately, with its own state. */
  readonly slice?: Slice
  readonly slices?: (settings: Out<Settings>) => readonly Out<Slice>[]
  /** Adds fields to the record that the answer lacks. Pure. */
  readonly add?: (from: { readonly slice: Out<Slice> }) => Partial<Out<Rec>>
  readonly deletes: Deletes<KeysOf<Out<Rec>>>
  /** How old the landed data may be before the owner is notified. */
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
   * Pure. Whatever it needs from the parent's own slice must be put into the parent's records by their `add`. Undefined for a
   * record without a slice, such as a channel that the token may not read.
   */
  readonly slice: (record: ParentRecord) => Slice | undefined
  /**
   * Reads only the slices whose parent has changed since the last complete reading. Valid if a change to a child also changes its
   * parent, and the vendor can filter the parent by its cursor.
   */
  readonly onlyChanged?: boolean
}

/** A stream as data, its types erased, for readers, catalogs and documents. */
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
  /** True if the source keeps a log of every change and can read it from a position on. */
  readonly log?: true
}

/** One table's worth of a vendor's data. */
export interface Stream<Rec = unknown> {
  readonly vendor: VendorIdentity
  readonly definition: StreamDefinition
  /** JSON Schema 2020-12 of a record. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly '~record'?: Rec
}

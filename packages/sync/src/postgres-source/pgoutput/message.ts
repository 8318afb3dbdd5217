/** A position in the write-ahead log. */
export type Lsn = bigint

/** The value is stored out of line and did not change, so the log omits it. */
export const unchanged = Symbol('unchanged')

/** A row of the log, in the order of its relation's columns: values in PostgreSQL's text form. */
export type Tuple = readonly (string | null | typeof unchanged)[]

export interface RelationColumn {
  readonly name: string
  /** It is part of the replica identity: an old row that is identified by its key includes it. */
  readonly key: boolean
  readonly type: number
  readonly modifier: number
}

/** Describes the rows that follow; sent before the first of them, and again once the table has changed. */
export interface Relation {
  readonly kind: 'relation'
  readonly id: number
  readonly schema: string
  readonly name: string
  /** `d` its primary key, `n` nothing, `f` the whole row, `i` an index. */
  readonly identity: string
  readonly columns: readonly RelationColumn[]
}

export interface Insert {
  readonly kind: 'insert'
  readonly relation: number
  readonly row: Tuple
}

/**
 * The old row, where the key has changed or the whole row is logged. Where a row is identified by its key, other columns are
 * null.
 */
export interface OldRow {
  readonly is: 'key' | 'row'
  readonly row: Tuple
}

export interface Update {
  readonly kind: 'update'
  readonly relation: number
  readonly old: OldRow | undefined
  readonly row: Tuple
}

export interface Delete {
  readonly kind: 'delete'
  readonly relation: number
  readonly old: OldRow
}

export interface Truncate {
  readonly kind: 'truncate'
  readonly relations: readonly number[]
  readonly cascade: boolean
  readonly restartsIdentity: boolean
}

export interface Begin {
  readonly kind: 'begin'
  /** Where the transaction's commit begins. */
  readonly commitLsn: Lsn
  /** Microseconds since 2000-01-01 UTC. */
  readonly committedAt: bigint
  readonly transaction: number
}

export interface Commit {
  readonly kind: 'commit'
  readonly commitLsn: Lsn
  /** The position right after the transaction: reading from here repeats nothing of it. */
  readonly endLsn: Lsn
  readonly committedAt: bigint
}

export interface Origin {
  readonly kind: 'origin'
  readonly lsn: Lsn
  readonly name: string
}

export interface TypeName {
  readonly kind: 'type'
  readonly id: number
  readonly schema: string
  readonly name: string
}

/** A message written with `pg_logical_emit_message`. */
export interface Emitted {
  readonly kind: 'message'
  readonly transactional: boolean
  readonly lsn: Lsn
  readonly prefix: string
  readonly content: Uint8Array
}

export type RowMessage = Insert | Update | Delete
export type LogMessage = Begin | Commit | Origin | Relation | TypeName | RowMessage | Truncate | Emitted

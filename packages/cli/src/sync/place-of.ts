import { resolve } from 'node:path'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

/** Where records land, as named by `--to`. */
export type Place =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'duckdb' | 'jsonl' | 'parquet'; readonly path: string }

const hint = 'write duckdb:./warehouse.duckdb, postgres://user@host/database, jsonl:folder or parquet:folder'

/** Throws a `Mistake` for an address of unknown kind. */
export function placeOf(io: Pick<Io, 'cwd'>, address: string): Place {
  if (/^postgres(?:ql)?:\/\//.test(address)) return { kind: 'postgres', url: address }
  const [, kind, path] = /^(duckdb|jsonl|parquet):(.+)$/s.exec(address) ?? []
  if (kind === undefined) throw new Mistake('usage', '--to', `'${oneLine(address)}' is not a destination`, hint)
  return { kind: kind as 'duckdb' | 'jsonl' | 'parquet', path: resolve(io.cwd, path!) }
}

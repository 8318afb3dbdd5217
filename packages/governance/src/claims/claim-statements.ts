import type { ClaimKey } from '@portico/core'
import { serverNow } from '../store/server-now.ts'
import type { Statement, Value } from '../store/statement.ts'

/** The columns that identify a claim, in the order of the statements' key parameters. */
export function keyValues({ tenantId, account, connector, operation, key }: ClaimKey): Value[] {
  return [tenantId, account, connector, operation, key]
}

const keyColumns = 'tenant_id, account, connector, operation, key'
const keyEqual = 'tenant_id = ? and account = ? and connector = ? and operation = ? and key = ?'
const keyJoin = keyColumns
  .split(', ')
  .map((column) => `claims.${column} = given.${column}`)
  .join(' and ')

const claimRow = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'held')`

/** Statements that depend on the time. */
export interface TimedStatements {
  /** Parameters: key, arguments hash, requested hash, claimant, first at, deadline, actor. Returns the keys that were free. */
  readonly insertClaim: Statement
  /** Parameters: key. */
  readonly selectClaim: Statement
  /** Parameters: claimant, deadline, key, arguments hash, now. Returns the keys that were taken over. */
  readonly takeOverClaim: Statement
  /** Parameters: until when the vendor may have been reached, key, claimant. */
  readonly abandonClaim: Statement
  /** Parameters: key, now. Returns claims of unknown outcome, locked against takeover until this transaction ends. */
  readonly holdUnknownClaim: Statement
}

/** Times are epoch milliseconds, or, by the server's clock, milliseconds from its now. */
export function timedStatements(byServerClock: boolean): TimedStatements {
  const name = (of: string): string => (byServerClock ? `claims-${of}-by-server` : `claims-${of}`)
  const time = (column: string): string => (byServerClock ? `${serverNow} + given.${column}` : `given.${column}`)
  const shown = byServerClock ? `claims.*, ${serverNow} as now` : 'claims.*'
  return {
    insertClaim: {
      name: name('insert'),
      row: claimRow,
      sqlite: `insert into claims (${keyColumns}, arguments_hash, requested_hash, claimant, first_at, deadline, actor, state)
        values ${claimRow} on conflict do nothing returning ${keyColumns}`,
      postgres: `insert into claims (${keyColumns}, arguments_hash, requested_hash, claimant, first_at, deadline, actor, state)
        select ${keyColumns}, arguments_hash, requested_hash, claimant, server.now + first_at, server.now + deadline, actor, 'held'
        from unnest(${keyArrays(1)}, $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::text[])
          as given (${keyColumns}, arguments_hash, requested_hash, claimant, first_at, deadline, actor),
          (select ${byServerClock ? serverNow : '0::bigint'} as now) as server
        on conflict do nothing returning ${keyColumns}`,
    },
    selectClaim: {
      name: name('select'),
      sqlite: `select * from claims where ${keyEqual}`,
      postgres: `select ${shown} from claims join unnest(${keyArrays(1)}) as given (${keyColumns}) on ${keyJoin}`,
    },
    takeOverClaim: {
      name: name('take-over'),
      sqlite: `update claims set state = 'held', claimant = ?, deadline = ?
        where ${keyEqual} and arguments_hash = ? and (state = 'abandoned' or (state = 'held' and deadline <= ?))
        returning ${keyColumns}`,
      postgres: `update claims set state = 'held', claimant = given.claimant, deadline = ${time('deadline')}
        from unnest($1::text[], $2::bigint[], ${keyArrays(3)}, $8::text[], $9::bigint[])
          as given (claimant, deadline, ${keyColumns}, arguments_hash, now)
        where ${keyJoin} and claims.arguments_hash = given.arguments_hash
          and (claims.state = 'abandoned' or (claims.state = 'held' and claims.deadline <= ${time('now')}))
        returning ${keyColumns
          .split(', ')
          .map((column) => `claims.${column}`)
          .join(', ')}`,
    },
    abandonClaim: {
      name: name('abandon'),
      sqlite: `update claims set state = 'abandoned', deadline = ? where ${keyEqual} and claimant = ? and state <> 'finished'`,
      postgres: `update claims set state = 'abandoned', deadline = ${time('last_at')}
        from unnest($1::bigint[], ${keyArrays(2)}, $7::text[]) as given (last_at, ${keyColumns}, claimant)
        where ${keyJoin} and claims.claimant = given.claimant and claims.state <> 'finished'`,
    },
    holdUnknownClaim: {
      name: name('hold-unknown'),
      sqlite: `update claims set state = 'abandoned'
        where ${keyEqual} and (state = 'abandoned' or (state = 'held' and deadline <= ?)) returning *`,
      postgres: `update claims set state = 'abandoned' from unnest(${keyArrays(1)}, $6::bigint[]) as given (${keyColumns}, now)
        where ${keyJoin} and (claims.state = 'abandoned' or (claims.state = 'held' and claims.deadline <= ${time('now')}))
        returning claims.*`,
    },
  }
}

/**
 * Parameters: commit state, data, receipt, sealed, finished at, key. Any claimant may finish it: a result is a result, whoever
 * sent the call.
 */
export const finishClaim: Statement = {
  name: 'claims-finish',
  sqlite: `update claims set state = 'finished', commit_state = ?, data = ?, receipt = ?, sealed = ?, finished_at = ?
    where ${keyEqual} and state <> 'finished'`,
  postgres: `update claims
    set state = 'finished', commit_state = given.commit_state, data = given.data, receipt = given.receipt,
      sealed = given.sealed, finished_at = given.finished_at
    from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::bigint[], ${keyArrays(6)})
      as given (commit_state, data, receipt, sealed, finished_at, ${keyColumns})
    where ${keyJoin} and claims.state <> 'finished'`,
}

/** Parameters: key, claimant. If someone took it over in the meantime, they keep it. */
export const releaseClaim: Statement = {
  name: 'claims-release',
  sqlite: `delete from claims where ${keyEqual} and claimant = ? and state <> 'finished'`,
  postgres: `delete from claims using unnest(${keyArrays(1)}, $6::text[]) as given (${keyColumns}, claimant)
    where ${keyJoin} and claims.claimant = given.claimant and claims.state <> 'finished'`,
}

/** Five text arrays, starting at that parameter. */
function keyArrays(first: number): string {
  return [0, 1, 2, 3, 4].map((index) => `$${first + index}::text[]`).join(', ')
}

import { Kysely } from 'kysely'
import type { Connection } from '../connection.ts'
import type { Database } from '../database.ts'
import type { Session, Statement, Value } from '../statement.ts'
import { ImmediateSqliteDialect } from './immediate-dialect.ts'
import { type Flushable, LogFlush } from './log-flush.ts'
import { openFile } from './open-file.ts'
import { Turns } from './turns.ts'
import { untilFree } from './until-free.ts'

/** Rows per insert statement. Groups of calls are mostly as large as the number in flight. */
const together = 16

/**
 * One file and one connection in this process; other processes may have it open too. `openLog` opens the log that transactions
 * are flushed to.
 */
export async function openSqlite(path: string, shown: string, openLog?: () => Promise<Flushable>): Promise<Connection> {
  const file = await openFile(path, shown)
  const log = path === ':memory:' ? undefined : new LogFlush(path, openLog)
  // One user of the connection at a time, so that Kysely's transactions never mix with ours.
  const turns = new Turns()
  const db = new Kysely<Database>({
    dialect: new ImmediateSqliteDialect(file, {
      async take() {
        await turns.take()
        try {
          log?.assertSound()
          file.exec('pragma synchronous = full')
        } catch (error) {
          turns.pass()
          throw error
        }
      },
      pass() {
        // Our commits do not wait for the disk: their answers wait for the flush that follows. SQLite refuses this pragma inside a
        // transaction, so it is skipped after a failed rollback: the connection must still pass to the next one.
        if (!file.inTransaction) file.exec('pragma synchronous = normal')
        turns.pass()
      },
    }),
  })
  const prepared = new Map<string, ReturnType<typeof file.prepare>>()
  const textsOfMany = new Map<Statement, string>()
  const begin = file.prepare('begin immediate')
  const commit = file.prepare('commit')
  const rollback = file.prepare('rollback')

  function run<Row>(text: string, values: readonly Value[]): readonly Row[] {
    let ready = prepared.get(text)
    if (!ready) prepared.set(text, (ready = file.prepare(text)))
    if (ready.reader) return ready.all(values) as Row[]
    ready.run(values)
    return []
  }

  function textOfMany(statement: Statement, row: string): string {
    let text = textsOfMany.get(statement)
    if (text === undefined) textsOfMany.set(statement, (text = manyRows(statement.sqlite, row)))
    return text
  }

  const session: Session = {
    dialect: 'sqlite',
    async each<Row>(statement: Statement, rows: readonly (readonly Value[])[]) {
      const { sqlite, row } = statement
      const whole = row === undefined ? 0 : rows.length - (rows.length % together)
      const returned: Row[] = []
      for (let next = 0; next < whole; next += together)
        returned.push(...run<Row>(textOfMany(statement, row!), rows.slice(next, next + together).flat()))
      for (const values of rows.slice(whole)) returned.push(...run<Row>(sqlite, values))
      return returned
    },
  }

  return {
    dialect: 'sqlite',
    db,
    async read<Row>(statement: Statement, values: readonly Value[]) {
      await turns.take()
      try {
        log?.assertSound()
        return await untilFree(() => run<Row>(statement.sqlite, values))
      } finally {
        turns.pass()
      }
    },
    async transaction(work) {
      await turns.take()
      try {
        log?.assertSound()
        await untilFree(() => begin.run())
        try {
          await work(session)
          commit.run()
        } catch (error) {
          // A full disk ends the transaction by itself.
          if (file.inTransaction) rollback.run()
          throw error
        }
      } finally {
        turns.pass()
      }
      await log?.flush()
    },
    // Values that no column takes, or too large for one, raise an error without a code.
    separable: (error) =>
      error instanceof TypeError ||
      error instanceof RangeError ||
      /^SQLITE_(?:CONSTRAINT|TOOBIG)/.test(String((error as NodeJS.ErrnoException).code)),
    async close() {
      await log?.close()
      await db.destroy()
    },
  }
}

function manyRows(text: string, row: string): string {
  const [before, after, ...more] = text.split(row)
  if (after === undefined || more.length > 0) throw new Error(`a statement has its row ${row} not once: ${text}`)
  return before + Array(together).fill(row).join(', ') + after
}

import { Kysely } from 'kysely'
import type { Connection } from '../connection.ts'
import type { Database } from '../database.ts'
import type { Session, Statement, Value } from '../statement.ts'
import { ImmediateSqliteDialect } from './immediate-dialect.ts'
import { openFile } from './open-file.ts'
import { untilFree } from './until-free.ts'

/** One file, one connection in this process; other processes may have it open too. */
export async function openSqlite(path: string, shown: string): Promise<Connection> {
  const file = await openFile(path, shown)
  const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(file) })
  const prepared = new Map<Statement, ReturnType<typeof file.prepare>>()
  const begin = file.prepare('begin immediate')
  const commit = file.prepare('commit')
  const rollback = file.prepare('rollback')

  function run<Row>(statement: Statement, values: readonly Value[]): readonly Row[] {
    let ready = prepared.get(statement)
    if (!ready) prepared.set(statement, (ready = file.prepare(statement.sqlite)))
    if (ready.reader) return ready.all(values) as Row[]
    ready.run(values)
    return []
  }

  const session: Session = {
    dialect: 'sqlite',
    async each<Row>(statement: Statement, rows: readonly (readonly Value[])[]) {
      return rows.flatMap((values) => run<Row>(statement, values))
    },
  }

  return {
    dialect: 'sqlite',
    db,
    // Kysely gives its one connection to one taker at a time: a transaction of its own is never mixed with ours.
    read: <Row>(statement: Statement, values: readonly Value[]) =>
      db.connection().execute(() => untilFree(() => run<Row>(statement, values))),
    transaction: (work) =>
      db.connection().execute(async () => {
        await untilFree(() => begin.run())
        try {
          await work(session)
          commit.run()
        } catch (error) {
          // A full disk ends the transaction by itself.
          if (file.inTransaction) rollback.run()
          throw error
        }
      }),
    separable: (error) => String((error as NodeJS.ErrnoException).code).startsWith('SQLITE_CONSTRAINT'),
    close: () => db.destroy(),
  }
}

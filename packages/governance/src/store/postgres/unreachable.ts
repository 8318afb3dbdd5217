import { StoreError } from '../store-error.ts'

/** Why a server was not reached, without the password that was tried. */
export function unreachable(error: unknown, shown: string): StoreError {
  const { code = '', message } = error as { code?: string; message: string }
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ECONNREFUSED: ['cannot be reached: nothing listens there', 'start PostgreSQL, or correct host and port'],
    ENOTFOUND: ['cannot be reached: the host is not known', 'correct the host'],
    EAI_AGAIN: ['cannot be reached: the host is not known', 'correct the host'],
    ETIMEDOUT: ['cannot be reached: the host does not answer', 'check that its firewall admits this machine'],
    ECONNRESET: ['cannot be reached: it ended the connection', 'check its log'],
    '28P01': ['refuses the password', 'correct it, or the role, in the address'],
    '28000': ['refuses the role', 'correct the role in the address, or allow it in pg_hba.conf'],
    '3D000': ['is not there: the server has no such database', 'create it with createdb'],
    '42501': ['does not allow this role', 'grant it CREATE on the database, or migrate as one that has it'],
    '53300': ['has no connection left', 'raise max_connections, or lower the connections of each instance'],
    '57P03': ['is starting up', 'wait and try again'],
  }
  const [problem, hint] = reasons[code] ?? [
    `cannot be reached (${code === '' ? message : code})`,
    'check that PostgreSQL is running and admits this machine',
  ]
  return new StoreError('unreachable', shown, problem, hint, error)
}

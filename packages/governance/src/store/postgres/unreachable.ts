import { StoreError } from '../store-error.ts'

/** Why a server was not reached, without the password that was tried. */
export function unreachable(error: unknown, shown: string): StoreError {
  const { code = '', message } = error as { code?: string; message: string }
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ECONNREFUSED: ['is not reached: nothing listens there', 'start PostgreSQL, or correct host and port'],
    ENOTFOUND: ['is not reached: the host is not known', 'correct the host'],
    EAI_AGAIN: ['is not reached: the host is not known', 'correct the host'],
    ETIMEDOUT: ['is not reached: the host does not answer', 'see that its firewall lets this one in'],
    ECONNRESET: ['is not reached: it ended the connection', 'see its log'],
    '28P01': ['refuses the password', 'correct it, or the role, in the address'],
    '28000': ['refuses the role', 'correct the role in the address, or allow it in pg_hba.conf'],
    '3D000': ['is not there: the server has no such database', 'create it with createdb'],
    '42501': ['does not allow this role', 'grant it CREATE on the database, or migrate as one that has it'],
    '53300': ['has no connection left', 'raise max_connections, or lower the connections of each instance'],
    '57P03': ['is starting up', 'wait and try again'],
  }
  const [problem, hint] = reasons[code] ?? [
    `is not reached (${code === '' ? message : code})`,
    'see that PostgreSQL runs and lets this one in',
  ]
  return new StoreError('unreachable', shown, problem, hint, error)
}

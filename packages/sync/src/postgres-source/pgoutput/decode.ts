import { ByteReader } from './byte-reader.ts'
import { type LogMessage, type OldRow, type Relation, type Tuple, unchanged, type Update } from './message.ts'

/**
 * Decodes a message of the `pgoutput` plug-in, protocol version 1 (PostgreSQL 18, "Logical Replication Message Formats"). Throws
 * a RangeError for anything else: a reader that guessed would lose rows.
 */
export function decode(bytes: Buffer): LogMessage {
  const from = new ByteReader(bytes)
  const message = decoded(from)
  if (from.left > 0) throw new RangeError(`${from.left} bytes are left of a message of kind ${message.kind}`)
  return message
}

function decoded(from: ByteReader): LogMessage {
  const letter = from.letter()
  switch (letter) {
    case 'I':
      return { kind: 'insert', relation: from.uint32(), row: newRow(from, from.letter()) }
    case 'U':
      return updateOf(from)
    case 'D':
      return { kind: 'delete', relation: from.uint32(), old: oldRow(from, from.letter()) }
    case 'B':
      return { kind: 'begin', commitLsn: from.uint64(), committedAt: from.int64(), transaction: from.uint32() }
    case 'C':
      from.byte()
      return { kind: 'commit', commitLsn: from.uint64(), endLsn: from.uint64(), committedAt: from.int64() }
    case 'R':
      return relationOf(from)
    case 'T': {
      const count = from.int32()
      const options = from.byte()
      if (count * 4 !== from.left) throw new RangeError(`${count} tables are not ${from.left} bytes`)
      const relations = Array.from({ length: count }, () => from.uint32())
      return { kind: 'truncate', relations, cascade: (options & 1) !== 0, restartsIdentity: (options & 2) !== 0 }
    }
    case 'O':
      return { kind: 'origin', lsn: from.uint64(), name: from.text() }
    case 'Y':
      return { kind: 'type', id: from.uint32(), schema: from.text(), name: from.text() }
    case 'M': {
      const [transactional, lsn, prefix] = [(from.byte() & 1) !== 0, from.uint64(), from.text()]
      return { kind: 'message', transactional, lsn, prefix, content: from.copied(from.int32()) }
    }
    default:
      throw new RangeError(`there is no message '${letter}' in version 1 of the protocol`)
  }
}

function relationOf(from: ByteReader): Relation {
  const [id, schema, name, identity] = [from.uint32(), from.text(), from.text(), from.letter()]
  const columns = Array.from({ length: from.int16() }, () => {
    const key = (from.byte() & 1) !== 0
    return { key, name: from.text(), type: from.uint32(), modifier: from.int32() }
  })
  // The schema `pg_catalog` is sent as an empty text.
  return { kind: 'relation', id, schema: schema === '' ? 'pg_catalog' : schema, name, identity, columns }
}

function updateOf(from: ByteReader): Update {
  const relation = from.uint32()
  const letter = from.letter()
  if (letter === 'N') return { kind: 'update', relation, old: undefined, row: tuple(from) }
  const old = oldRow(from, letter)
  return { kind: 'update', relation, old, row: newRow(from, from.letter()) }
}

function newRow(from: ByteReader, letter: string): Tuple {
  if (letter !== 'N') throw new RangeError(`a new row begins with '${letter}'`)
  return tuple(from)
}

function oldRow(from: ByteReader, letter: string): OldRow {
  if (letter !== 'K' && letter !== 'O') throw new RangeError(`an old row begins with '${letter}'`)
  return { is: letter === 'K' ? 'key' : 'row', row: tuple(from) }
}

function tuple(from: ByteReader): Tuple {
  const count = from.int16()
  const row: (string | null | typeof unchanged)[] = []
  for (let index = 0; index < count; index++) {
    const letter = from.letter()
    if (letter === 't') row.push(from.sized(from.int32()))
    else if (letter === 'n') row.push(null)
    else if (letter === 'u') row.push(unchanged)
    else throw new RangeError(`a value begins with '${letter}'`)
  }
  return row
}

import { type LogMessage, type Tuple, unchanged } from '../../src/postgres-source/pgoutput/message.ts'

const byte = (value: number): Buffer => Buffer.from([value])
const letter = (value: string): Buffer => Buffer.from(value, 'latin1')
const text = (value: string): Buffer => Buffer.concat([Buffer.from(value), byte(0)])
const sized = (bytes: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(bytes)
  write(buffer)
  return buffer
}
const int16 = (value: number): Buffer => sized(2, (buffer) => buffer.writeInt16BE(value))
const int32 = (value: number): Buffer => sized(4, (buffer) => buffer.writeInt32BE(value))
const uint32 = (value: number): Buffer => sized(4, (buffer) => buffer.writeUInt32BE(value))
const uint64 = (value: bigint): Buffer => sized(8, (buffer) => buffer.writeBigUInt64BE(value))
const int64 = (value: bigint): Buffer => sized(8, (buffer) => buffer.writeBigInt64BE(value))

function tuple(row: Tuple): Buffer[] {
  return [
    int16(row.length),
    ...row.flatMap((value) => {
      if (value === null) return [letter('n')]
      if (value === unchanged) return [letter('u')]
      return [letter('t'), int32(Buffer.byteLength(value)), Buffer.from(value)]
    }),
  ]
}

/** Writes a message as the server's plug-in does: PostgreSQL 18, "Logical Replication Message Formats". */
export function encode(message: LogMessage): Buffer {
  return Buffer.concat(partsOf(message))
}

function partsOf(message: LogMessage): Buffer[] {
  switch (message.kind) {
    case 'begin':
      return [letter('B'), uint64(message.commitLsn), int64(message.committedAt), uint32(message.transaction)]
    case 'commit':
      return [letter('C'), byte(0), uint64(message.commitLsn), uint64(message.endLsn), int64(message.committedAt)]
    case 'origin':
      return [letter('O'), uint64(message.lsn), text(message.name)]
    case 'relation':
      return [
        letter('R'),
        uint32(message.id),
        text(message.schema === 'pg_catalog' ? '' : message.schema),
        text(message.name),
        letter(message.identity),
        int16(message.columns.length),
        ...message.columns.flatMap(({ key, name, type, modifier }) => [
          byte(key ? 1 : 0),
          text(name),
          uint32(type),
          int32(modifier),
        ]),
      ]
    case 'type':
      return [letter('Y'), uint32(message.id), text(message.schema), text(message.name)]
    case 'insert':
      return [letter('I'), uint32(message.relation), letter('N'), ...tuple(message.row)]
    case 'update': {
      const old = message.old ? [letter(message.old.is === 'key' ? 'K' : 'O'), ...tuple(message.old.row)] : []
      return [letter('U'), uint32(message.relation), ...old, letter('N'), ...tuple(message.row)]
    }
    case 'delete':
      return [letter('D'), uint32(message.relation), letter(message.old.is === 'key' ? 'K' : 'O'), ...tuple(message.old.row)]
    case 'truncate':
      return [
        letter('T'),
        int32(message.relations.length),
        byte((message.cascade ? 1 : 0) + (message.restartsIdentity ? 2 : 0)),
        ...message.relations.map(uint32),
      ]
    case 'message':
      return [
        letter('M'),
        byte(message.transactional ? 1 : 0),
        uint64(message.lsn),
        text(message.prefix),
        int32(message.content.length),
        Buffer.from(message.content),
      ]
  }
}

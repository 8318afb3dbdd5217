import type { Lsn } from './pgoutput/message.ts'

/** Parses a log position in PostgreSQL's notation: `16/B374D848`. Undefined for any other text. */
export function parseLsn(text: string): Lsn | undefined {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  return high === undefined ? undefined : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low!}`)
}

export function writeLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffff_ffffn).toString(16)}`.toUpperCase()
}

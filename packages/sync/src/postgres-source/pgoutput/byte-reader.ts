/** Reads the parts of a message one after another. Throws a RangeError where the message is too short for them. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at)
    this.#at += 1
    return value
  }

  letter(): string {
    return String.fromCharCode(this.byte())
  }

  int16(): number {
    const value = this.#bytes.readInt16BE(this.#at)
    this.#at += 2
    return value
  }

  int32(): number {
    const value = this.#bytes.readInt32BE(this.#at)
    this.#at += 4
    return value
  }

  /** Object and transaction ids. */
  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  uint64(): bigint {
    const value = this.#bytes.readBigUInt64BE(this.#at)
    this.#at += 8
    return value
  }

  int64(): bigint {
    const value = this.#bytes.readBigInt64BE(this.#at)
    this.#at += 8
    return value
  }

  /** A text that ends with a zero byte. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end === -1) throw new RangeError('a text has no end')
    const value = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return value
  }

  /** A text of the given length in bytes. */
  sized(length: number): string {
    this.#check(length)
    const value = this.#bytes.toString('utf8', this.#at, this.#at + length)
    this.#at += length
    return value
  }

  /** A copy, since the message's buffer is reused. */
  copied(length: number): Uint8Array {
    this.#check(length)
    const value = new Uint8Array(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length
    return value
  }

  #check(length: number): void {
    if (length < 0 || length > this.left) throw new RangeError('a value is longer than its message')
  }
}

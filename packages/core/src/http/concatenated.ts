/**
 * Bytes and streams one after another. Each stream's first chunk is read before anything is yielded: a file that can't be opened
 * fails while the request is still unsent.
 */
export async function* concatenated(sources: readonly (Uint8Array | AsyncGenerator<Uint8Array>)[]): AsyncGenerator<Uint8Array> {
  try {
    const first: (Uint8Array | undefined)[] = []
    for (const source of sources) {
      first.push(source instanceof Uint8Array ? source : (await source.next()).value)
    }
    for (const [at, source] of sources.entries()) {
      if (first[at] !== undefined) yield first[at]
      if (!(source instanceof Uint8Array)) yield* source
    }
  } finally {
    for (const source of sources) if (!(source instanceof Uint8Array)) await source.return(undefined)
  }
}

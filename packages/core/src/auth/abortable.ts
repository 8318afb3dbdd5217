/** Waits for `shared` until the signal aborts; then only this wait ends, with the signal's reason. */
export function abortable<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    // Attached in any case: `shared` may reject when nobody is waiting for it any more.
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

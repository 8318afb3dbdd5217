/** A clock that waits take forward, at once. */
export class ManualClock {
  time: number
  readonly waits: number[] = []

  constructor(time: number) {
    this.time = time
  }
  readonly now = (): number => this.time
  readonly wait = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted()
    this.waits.push(ms)
    this.time += ms
  }
}

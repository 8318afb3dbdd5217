export interface Measured {
  readonly callsPerSecond: number
  /** This process's CPU time per call, in microseconds. */
  readonly cpuMicroseconds: number
}

/** Keeps `inFlight` calls going for `ms`. */
export async function measure(call: () => Promise<unknown>, inFlight: number, ms: number): Promise<Measured> {
  let calls = 0
  const cpu = process.cpuUsage()
  const started = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() - started < ms) {
        await call()
        calls++
      }
    }),
  )
  const { user, system } = process.cpuUsage(cpu)
  return { callsPerSecond: (calls / (performance.now() - started)) * 1_000, cpuMicroseconds: (user + system) / calls }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]!
}

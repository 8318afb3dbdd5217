/** A duration for people, in the largest unit that needs no fraction: `250 ms`, `80 s`, `3 min`, `24 h`. */
export function time(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`
  if (ms % 60_000 === 0) return `${ms / 60_000} min`
  return `${rounded(ms / 1_000)} s`
}

/** `8 MiB`, `512 KiB`, `100 B`. */
export function bytes(count: number): string {
  if (count < 1_024) return `${count} B`
  if (count < 1_048_576) return `${rounded(count / 1_024)} KiB`
  return `${rounded(count / 1_048_576)} MiB`
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}

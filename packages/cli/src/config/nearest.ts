/** The name that was probably meant; undefined if none is close. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase()
  const far = Math.max(1, Math.floor(given.length / 3))
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of names) {
    const candidate = name.toLowerCase()
    const distance = wanted.length > 2 && candidate.includes(wanted) ? 0.5 : editDistance(wanted, candidate)
    if (distance <= far && (best === undefined || distance < best.distance)) best = { name, distance }
  }
  return best?.name
}

/** `did you mean 'x'?`, or the given sentence if nothing is close. */
export function didYouMean(given: string, names: readonly string[], otherwise: string): string {
  const name = nearest(given, names)
  return name === undefined ? otherwise : `did you mean '${name}'?`
}

/** Insertions, deletions, replacements and transpositions. */
function editDistance(one: string, other: string): number {
  let before: number[] = []
  let previous = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let cost = Math.min(at(previous, column) + 1, at(current, column - 1) + 1, at(previous, column - 1) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (swapped) cost = Math.min(cost, at(before, column - 2) + 1)
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return at(previous, other.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

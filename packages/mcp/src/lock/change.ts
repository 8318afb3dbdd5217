/** In the words of semantic versioning: who relied on what was there before has to act on a `major`. */
export type ChangeClass = 'patch' | 'minor' | 'major'

/** One difference between two states of a tool. */
export interface Change {
  readonly class: ChangeClass
  /** What changed, from the tool down: `input.title`, `hosts`. */
  readonly at: string
  /** A clause for a person: `required now`. */
  readonly what: string
}

const ranks: Readonly<Record<ChangeClass, number>> = { patch: 1, minor: 2, major: 3 }

/** The highest class among changes; undefined where there is none. */
export function highestClass(changes: readonly Pick<Change, 'class'>[]): ChangeClass | undefined {
  let highest: ChangeClass | undefined
  for (const { class: one } of changes) if (rankOf(one) > rankOf(highest)) highest = one
  return highest
}

/** Orders classes; no change is the least. */
export function rankOf(one: ChangeClass | undefined): number {
  return one === undefined ? 0 : ranks[one]
}

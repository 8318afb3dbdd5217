import { canonicalJson } from '../canonical/canonical-json.ts'

/** One text for equal slices, under which a slice's state is kept; empty for a stream without slices. */
export function sliceKey(slice: unknown): string {
  return slice === undefined ? '' : canonicalJson(slice)
}

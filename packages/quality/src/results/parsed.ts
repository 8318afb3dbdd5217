import type * as z from 'zod'
import { QualityError } from '../quality-error.ts'

/** Parses a document by its schema. Throws a `QualityError` that names the wrong field. */
export function parsed<Schema extends z.ZodType>(schema: Schema, document: object): z.output<Schema> {
  const answer = schema.safeParse(document)
  if (answer.success) return answer.data
  const issue = deepest(answer.error.issues)
  throw new QualityError('not_understood', issue.path.map(step).join('').replace(/^\./, ''), issue.message)
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** For a union, the issue of the branch that got furthest: it says what is wrong, and the union's own does not. */
function deepest(issues: readonly z.core.$ZodIssue[]): Issue {
  const found = issues.flatMap((issue): Issue[] => {
    if (issue.code !== 'invalid_union' || issue.errors.every((branch) => branch.length === 0)) return [issue]
    const inner = issue.errors.filter((branch) => branch.length > 0).map(deepest)
    return inner.map(({ path, message }) => ({ path: [...issue.path, ...path], message }))
  })
  return found.reduce((best, each) => (each.path.length > best.path.length ? each : best))
}

function step(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`
  return /^\w+$/.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`
}

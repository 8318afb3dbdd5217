import type { Paging } from '../contract/paging.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { compileRoute } from '../http/route.ts'
import { withPath } from './dotted-path.ts'
import { positionNames, readPosition } from './page-position.ts'

type Fields = Readonly<Record<string, unknown>>

/** The parts of a request that a cursor may set. */
export interface PageParts {
  readonly path: string
  readonly query: Fields | undefined
  readonly content: unknown
}

/**
 * The request for the page that the cursor points to. Whatever the input governs stays as the input says. Throws `InvalidRequest`
 * for a cursor that holds anything but a position.
 */
export type ApplyCursor = (cursor: string, first: PageParts, input: Fields) => PageParts

const longest = 8_192
const counted = /^\d{1,15}$/

/** `inBody` says whether the field that takes the cursor is in the body. */
export function compileApplyCursor(paging: Paging, route: string, inBody: boolean): ApplyCursor {
  const takes = compileTakesCursor(paging, route)
  const place = compilePlace(paging, route, inBody)
  return (cursor, first, input) => {
    if (!takes(cursor)) throw new InvalidRequest('cursor', 'not one that this operation returned')
    return place(cursor, first, input)
  }
}

/** Whether a cursor from a caller is one that this operation could have returned. */
export function compileTakesCursor(paging: Paging, route: string): (cursor: string) => boolean {
  const fits = (cursor: string): boolean => cursor.length > 0 && cursor.length <= longest
  switch (paging.by) {
    case 'cursor':
    case 'last':
      return fits
    case 'number':
    case 'offset':
      return (cursor) => counted.test(cursor)
    case 'link':
    case 'url': {
      const names = positionNames(paging, route)
      return (cursor) => fits(cursor) && readPosition(cursor, names) !== undefined
    }
  }
}

function compilePlace(paging: Paging, route: string, inBody: boolean): ApplyCursor {
  if (paging.by === 'link' || paging.by === 'url') return compilePosition(paging, route)
  const { by, to } = paging
  const value = by === 'number' || by === 'offset' ? Number : (cursor: string) => cursor
  return inBody
    ? (cursor, first) => ({ ...first, content: withPath(first.content, to, value(cursor)) })
    : (cursor, first) => ({ ...first, query: { ...first.query, [to]: cursor } })
}

function compilePosition(paging: Extract<Paging, { by: 'link' | 'url' }>, route: string): ApplyCursor {
  const names = positionNames(paging, route)
  const at = paging.by === 'url' && paging.path !== undefined ? compileRoute(`GET ${paging.path}`) : undefined
  const governed = at?.parameters.filter((name) => !names.path.includes(name)) ?? []
  return (cursor, { path, query, content }, input) => {
    const position = readPosition(cursor, names)!
    const said: Record<string, unknown> = {}
    for (const name of names.query) {
      if (!Object.hasOwn(position, name)) continue
      if (query?.[name] !== undefined) throw new InvalidRequest('cursor', `sets '${name}', which the input governs`)
      said[name] = position[name]
    }
    // At a path of its own the vendor remembers the original query, so only the position is sent.
    if (!at) return { path, query: { ...query, ...said }, content }
    const values: Record<string, unknown> = { ...position }
    for (const name of governed) values[name] = input[name]
    return { path: at.render(values), query: said, content }
  }
}

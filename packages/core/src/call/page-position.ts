import type { LinkHeaderPaging, NextUrlPaging, Paging } from '../contract/paging.ts'
import type { Shape } from '../contract/delivery.ts'
import { compileRoute } from '../http/route.ts'

/** The parameters that say where the next page begins: all that a cursor for `link` and `url` paging may hold. */
export interface PositionNames {
  readonly query: readonly string[]
  /** Placeholders of the next page's path that are not in the route: those in the route come from the input. */
  readonly path: readonly string[]
}

/** Throws `TypeError` if no position is stated, or the same one twice. */
export function positionNames(paging: LinkHeaderPaging | NextUrlPaging, route: string): PositionNames {
  const path = paging.by === 'url' && paging.path !== undefined ? placeholders(`GET ${paging.path}`) : []
  const own = placeholders(route)
  const names = { query: paging.position, path: path.filter((name) => !own.includes(name)) }
  const all = [...names.query, ...names.path]
  if (all.length === 0) throw new TypeError(`${route}: say which parameters lead to the next page`)
  if (new Set(all).size < all.length) throw new TypeError(`${route}: a parameter that leads to the next page is stated twice`)
  return names
}

/** The position that a cursor holds; undefined where it holds anything else. */
export function readPosition(cursor: string, { query, path }: PositionNames): Readonly<Record<string, string>> | undefined {
  const position: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(cursor)) {
    const known = query.includes(name) || path.includes(name)
    if (!known || Object.hasOwn(position, name)) return undefined
    position[name] = value
  }
  const complete = path.every((name) => Object.hasOwn(position, name))
  return complete && Object.keys(position).length > 0 ? position : undefined
}

/** Throws `TypeError` if a cursor could set a field of the input: policy and audit see only the input. */
export function refuseGovernedPosition(page: Paging, route: string, input: Shape, where: string): void {
  if (page.by !== 'link' && page.by !== 'url') return
  const { query, path } = positionNames(page, route)
  const { shape = {} } = (input as unknown as { _zod: { def: { shape?: Readonly<Record<string, unknown>> } } })._zod.def
  const own = placeholders(route)
  const governed = [...query, ...path].find((name) => Object.hasOwn(shape, name) && !own.includes(name))
  if (governed === undefined) return
  throw new TypeError(`${where} pages by '${governed}', which its input has too: a cursor may not set what the input governs`)
}

function placeholders(route: string): readonly string[] {
  return compileRoute(route).parameters
}

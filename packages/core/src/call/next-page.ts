import type { Answer } from '../contract/failure.ts'
import type { Paging } from '../contract/paging.ts'
import { compilePath } from './dotted-path.ts'
import { positionNames } from './page-position.ts'

export interface PageContext {
  readonly answer: Answer
  readonly items: readonly unknown[]
  readonly input: Readonly<Record<string, unknown>>
  /** The cursor that led here. */
  readonly cursor: string | undefined
  /** Origin and path of this request. */
  readonly url: URL
  /** The origin's fixed path, which is not part of a cursor. */
  readonly basePath: string
  /** Query parameters that hold credentials. Each request adds its own; a cursor, which is stored and passed around, must not. */
  readonly secretQuery: readonly string[]
}

/** The cursor of the next page, undefined on the last. A caller may pass it back to the same operation only. */
export type NextPage = (context: PageContext) => string | undefined

/** The vendor's paging can't be followed safely: a contract violation. */
export class PagingViolation extends Error {}

export function compileNextPage(paging: Paging, route: string): NextPage {
  switch (paging.by) {
    case 'link': {
      const { query } = positionNames(paging, route)
      return ({ answer, url, secretQuery }) => {
        const next = nextLink(answer.headers['link'])
        // Only the position is carried over: path and query stay the operation's own, whatever the vendor says.
        return next === undefined ? undefined : position(resolve(next, url, secretQuery), query).toString()
      }
    }
    case 'cursor': {
      const read = compilePath(paging.from)
      if (paging.more === undefined) return ({ answer }) => text(read(answer.body))
      const follows = compileFlag(paging.more)
      return ({ answer }) => {
        if (!follows(answer)) return undefined
        const next = text(read(answer.body))
        if (next === undefined) throw new PagingViolation(`more items follow, and there is no cursor at ${paging.from}`)
        return next
      }
    }
    case 'last': {
      const follows = compileFlag(paging.more)
      const field = compilePath(paging.field)
      return ({ answer, items }) => {
        if (!follows(answer)) return undefined
        const last = text(field(items.at(-1)))
        if (last === undefined) throw new PagingViolation(`more items follow, but the last one has no ${paging.field}`)
        return last
      }
    }
    case 'number': {
      const pages = paging.pages === undefined ? undefined : compilePath(paging.pages)
      return ({ answer, items, input, cursor }) => {
        const page = cursor === undefined ? Number(input[paging.to] ?? paging.first) : Number(cursor)
        const last = pages ? count(pages(answer.body)) : undefined
        const follows = last === undefined ? items.length > 0 : page - paging.first + 1 < last
        return follows ? String(page + 1) : undefined
      }
    }
    case 'offset': {
      const total = paging.total === undefined ? undefined : compilePath(paging.total)
      return ({ answer, items, input, cursor }) => {
        const next = (cursor === undefined ? Number(input[paging.to] ?? 0) : Number(cursor)) + items.length
        const all = total ? count(total(answer.body)) : undefined
        if (all !== undefined && next >= all) return undefined
        if (items.length > 0) return String(next)
        if (all === undefined) return undefined
        // Without items the next page would be this one again.
        throw new PagingViolation(`the page from ${next} on is empty, and the vendor counts ${all} in all`)
      }
    }
    case 'url': {
      const read = compilePath(paging.from)
      const names = positionNames(paging, route)
      const allowed = pathPattern(paging.path ?? route.slice(route.indexOf('/')))
      return ({ answer, items, url, basePath, secretQuery }) => {
        const next = text(read(answer.body))
        if (next === undefined || (paging.untilEmpty && items.length === 0)) return undefined
        const target = resolve(next, url, secretQuery)
        const path = target.pathname.startsWith(basePath) ? target.pathname.slice(basePath.length) : ''
        const found = allowed.exec(path)
        if (!found) throw new PagingViolation(`the next page is outside the operation: ${target.pathname}`)
        const at = Object.fromEntries(names.path.map((name) => [name, decoded(found.groups![name]!)]))
        return position(target, names.query, at).toString()
      }
    }
  }
}

/** Whether the vendor says that more items follow. */
function compileFlag(path: string): (answer: Answer) => boolean {
  const read = compilePath(path)
  return ({ body }) => {
    const flag = read(body)
    if (flag === undefined || flag === null || typeof flag === 'boolean') return flag === true
    throw new PagingViolation(`${path} says neither that more items follow nor that none do`)
  }
}

/** The position in a URL from the vendor; everything else in it is for the input to say. */
function position({ searchParams }: URL, names: readonly string[], inPath: Record<string, string> = {}): URLSearchParams {
  const found = new URLSearchParams(inPath)
  for (const name of names) {
    const [value, ...more] = searchParams.getAll(name)
    if (more.length > 0) throw new PagingViolation(`the URL of the next page has '${name}' twice`)
    if (value !== undefined) found.append(name, value)
  }
  if (found.size === 0) throw new PagingViolation(`the URL of the next page has none of: ${names.join(', ')}`)
  return found
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw new PagingViolation('the URL of the next page is not percent-encoded')
  }
}

function pathPattern(template: string): RegExp {
  const source = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{\\\+([^}]+)\}/g, '(?<$1>.+)')
    .replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}$`)
}

function resolve(next: string, url: URL, secretQuery: readonly string[]): URL {
  const target = URL.canParse(next, url.href) ? new URL(next, url) : undefined
  if (!target || target.origin !== url.origin) throw new PagingViolation('the next page is on another origin')
  // `delete` rewrites the whole query, so call it only where there is something to delete.
  for (const name of secretQuery) if (target.searchParams.has(name)) target.searchParams.delete(name)
  return target
}

/** A count that the vendor states; undefined where it states none. */
function count(value: unknown): number | undefined {
  const given = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  return typeof given === 'number' && Number.isFinite(given) ? given : undefined
}

/** Undefined where there is none. A value of another type is not the end: half of a list would pass for the whole. */
function text(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '' || value === false) return undefined
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new PagingViolation('the position of the next page is neither a string nor a number')
}

/** RFC 8288: the target of the link whose relations include `next`. */
function nextLink(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  for (const match of header.matchAll(/<([^>]*)>((?:[^",]|"(?:[^"\\]|\\.)*")*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(match[2]!)
    const names = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/)
    if (names.includes('next')) return match[1]
  }
  return undefined
}

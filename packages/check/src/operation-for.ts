import type { Cover, CoveredOperation } from './cover.ts'

/** The operation for a method and a path, in which `*` stands for parts not written in the code. */
export function operationOfRequest({ operations }: Cover, method: string, path: string): string | undefined {
  const parts = segments(path)
  const fits = (operation: CoveredOperation): boolean => {
    const own = segments(operation.path)
    return (
      operation.method === method &&
      own.length === parts.length &&
      own.every((part, index) => part === parts[index] || (part.startsWith('{') && parts[index] !== ''))
    )
  }
  const found = operations.filter(fits)
  // A literal segment is a better match than a parameter.
  const exact = found.find(({ path: own }) =>
    segments(own).every((part, index) => part.startsWith('{') === !/^[\w.-]+$/.test(parts[index]!)),
  )
  return (exact ?? found[0])?.name
}

function segments(path: string): readonly string[] {
  const [bare = ''] = path.split(/[?#]/, 1)
  return bare.split('/').filter((part, index, all) => index > 0 && (part !== '' || index < all.length - 1))
}

/** The operation of a call such as `chat.postMessage` or `refunds.create`, if the vendor's names tell. */
export function operationOfCall(cover: Cover, chain: readonly string[]): string | undefined {
  const method = chain.join('.')
  const named = cover.operations.find(({ path }) => path.endsWith(`/${method}`))
  if (named) return named.name
  const verb = chain.at(-1) ?? ''
  const resource = `/${chain.slice(0, -1).map(snakeCase).join('/')}`
  return cover.operations.find(({ method: verbOf, path }) =>
    path.endsWith(resource) || path.includes(`${resource}/`) ? fitsVerb(verb, verbOf, path, resource) : false,
  )?.name
}

/** As generated SDKs name REST calls on resources: `create`, `list`, `retrieve`, `update`, `del`, and actions below one. */
function fitsVerb(verb: string, method: string, path: string, resource: string): boolean {
  const rest = path.slice(path.indexOf(resource) + resource.length)
  const one = /^\/\{[^}/]+\}$/.test(rest)
  if (verb === 'create') return method === 'POST' && rest === ''
  if (verb === 'list') return method === 'GET' && rest === ''
  if (verb === 'retrieve') return method === 'GET' && (one || rest === '')
  if (verb === 'update') return method === 'POST' && one
  if (verb === 'del' || verb === 'delete' || verb === 'cancel') return method === 'DELETE' && one
  return method === 'POST' && rest.endsWith(`}/${snakeCase(verb)}`)
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

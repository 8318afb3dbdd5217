import type { AnyConnector } from '@portico/core'

/** The part of a vendor that a connector covers: reaching it in another way bypasses the connector. */
export interface Cover {
  readonly connector: string
  /** Hosts, or patterns of hosts in which `*` stands for any label characters. */
  readonly hosts: readonly string[]
  /** npm packages; `@octokit/*` is a whole scope. */
  readonly sdks: readonly string[]
  readonly operations: readonly CoveredOperation[]
}

/** An operation, as bypassing code would request it. */
export interface CoveredOperation {
  readonly name: string
  readonly method: string
  /** The full path at its origin, as a template: `/repos/{owner}/{repo}/issues`. */
  readonly path: string
}

/**
 * What a connector covers, from its origins, the packages it names and its operations' routes. Read from the description only:
 * loading and compiling operations would take a linter half a second before its first file.
 */
export function coverOf({ vendor, operations }: AnyConnector): Cover {
  const origins = Object.values(vendor.origins)
  const [firstOrigin = ''] = Object.keys(vendor.origins)
  return {
    connector: vendor.id,
    hosts: origins.flatMap((origin) => (typeof origin === 'string' ? [hostOf(origin)] : origin.hosts)),
    sdks: vendor.sdks ?? [],
    operations: Object.entries(operations).map(([name, { definition }]) => {
      const [method = '', path = ''] = definition.route.split(' ')
      const base = vendor.origins[definition.origin ?? firstOrigin]
      const prefix = typeof base === 'string' ? base.replace(/^https:\/\/[^/]+/, '') : ''
      return { name, method, path: `${prefix}${path.replace(/^[a-z][\w-]*:(?=\/)/, '')}` }
    }),
  }
}

function hostOf(origin: string): string {
  return origin
    .replace(/^https:\/\//, '')
    .replace(/\/.*$/, '')
    .replaceAll(/\{[^}]+\}/g, '*')
}

/** The cover whose SDK a package is. */
export function coverOfPackage(covers: readonly Cover[], specifier: string): Cover | undefined {
  return covers.find(({ sdks }) =>
    sdks.some((sdk) => {
      if (sdk.endsWith('/*')) return specifier.startsWith(sdk.slice(0, -1))
      return specifier === sdk || specifier.startsWith(`${sdk}/`)
    }),
  )
}

/** The cover that an address belongs to. */
export function coverOfHost(covers: readonly Cover[], host: string): Cover | undefined {
  return covers.find(({ hosts }) => hosts.some((pattern) => hostMatches(pattern.toLowerCase(), host.toLowerCase())))
}

function hostMatches(pattern: string, host: string): boolean {
  if (!pattern.includes('*')) return pattern === host
  const expression = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${expression.join('[a-z0-9-]+')}$`).test(host)
}

import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import type { Actor, ActorType, AnyConnector } from '@portico/core'
import { ownerName } from '@portico/core/definition'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import type { CheckedConfig } from './config-schema.ts'
import { importConnector, installedConnectors } from './installed-connectors.ts'
import { loadConfig } from './load-config.ts'
import { didYouMean } from './nearest.ts'

/** Options common to all commands. */
export interface CommonOptions {
  readonly json?: boolean
  readonly color?: boolean
  readonly config?: string
  readonly tenant?: string
  readonly account?: string
}

/** What a command works with: the configuration, or without one what is installed. */
export interface Setup {
  /** Absolute path of the configuration; undefined if there is none. */
  readonly configFile: string | undefined
  readonly config: Omit<CheckedConfig, 'connectors'>
  /** Where packages are resolved from. */
  readonly folder: string
  readonly tenantId: string
  readonly account: string
  /** Connector names, in the order of the configuration. */
  readonly names: readonly string[]
  /** Throws a `Mistake` for an unknown name. */
  connector(name: string): Promise<AnyConnector>
}

export async function setUp(io: Io, options: CommonOptions): Promise<Setup> {
  const loaded = await loadConfig(io.cwd, options.config)
  const { connectors, ...config }: Partial<CheckedConfig> = loaded?.config ?? {}
  const folder = loaded ? dirname(loaded.file) : io.cwd
  const names = connectors ? Object.keys(connectors) : installedConnectors(io.cwd)
  return {
    configFile: loaded?.file,
    config,
    folder,
    tenantId: nameIn('--tenant', options.tenant) ?? config.tenant ?? 'local',
    account: nameIn('--account', options.account) ?? 'default',
    names,
    async connector(name) {
      if (connectors && Object.hasOwn(connectors, name)) return connectors[name] as AnyConnector
      if (!connectors && names.includes(name)) return importConnector(name, io.cwd)
      throw unknownConnector(name, names, connectors !== undefined && installedConnectors(folder).includes(name))
    },
  }
}

function unknownConnector(name: string, names: readonly string[], installed: boolean): Mistake {
  const problem = `there is no connector '${name}'`
  if (installed)
    return new Mistake('unknown_connector', 'connector', problem, `it is installed: add it to connectors in portico.config.ts`)
  if (names.length === 0) {
    return new Mistake(
      'unknown_connector',
      'connector',
      problem,
      `none is installed here: npm install @portico/connector-${name}`,
    )
  }
  return new Mistake('unknown_connector', 'connector', problem, didYouMean(name, names, `there is ${names.join(', ')}`))
}

/** Core refuses the same names, but as a programming error. */
function nameIn(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  if (value.trim() === '') throw new Mistake('usage', option, 'it is empty', `write ${option} <name>`)
  try {
    return ownerName(option, value, '')
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Mistake(
      'usage',
      option,
      'it is longer than 255 characters, or contains an invisible one',
      'write another name',
      error,
    )
  }
}

const actorTypes: readonly ActorType[] = ['human', 'observer_agent', 'recommender_agent', 'executor_system', 'automated_workflow']

/**
 * Who acts: from the option, the configuration, or else whoever runs the command. Without a person at the terminal that is a
 * workflow, which needs approvals that a person does not.
 */
export function actorOf(io: Io, setup: Setup, option: string | undefined): Actor {
  if (option !== undefined) return parseActor('--actor', option)
  if (setup.config.actor) {
    const { type, id, via } = setup.config.actor
    return { type, id, ...(via !== undefined && { via }) }
  }
  const atTerminal = io.stdin.isTTY === true || io.stderr.isTTY === true
  return { type: atTerminal ? 'human' : 'automated_workflow', id: userName(io) }
}

function userName({ env }: Io): string {
  const named = env['USER'] || env['LOGNAME'] || env['USERNAME']
  if (named) return named
  try {
    return userInfo().username
  } catch {
    // A container may run under a user id without a name.
    return 'unnamed'
  }
}

/** `type:id`, as given by an option. */
export function parseActor(option: string, text: string): Actor {
  const [type = '', ...rest] = text.split(':')
  const id = rest.join(':').trim()
  const known = actorTypes.find((candidate) => candidate === type)
  if (known !== undefined && id !== '') return { type: known, id }
  const hint = known === undefined ? `write type:id, with a type of ${actorTypes.join(', ')}` : `say who: ${option} ${known}:<id>`
  throw new Mistake('usage', option, `'${text}' is not an actor`, hint)
}

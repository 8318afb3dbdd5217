import { resolve } from 'node:path'
import type { AirbyteCommand } from '@portico/sync/airbyte'
import type { CommandContext } from '../command-context.ts'
import { didYouMean } from '../config/nearest.ts'
import { setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { loadSource } from '../sync/load-source.ts'
import { oneLine } from '../terminal/text.ts'
import { imported } from '../optional-peers.ts'

const commands: readonly AirbyteCommand[] = ['spec', 'check', 'discover', 'read']

/** The protocol command that a text names. Throws a Mistake if there is none. */
export function readCommand(text: string): AirbyteCommand {
  const known = commands.find((command) => command === text)
  if (known) return known
  throw new Mistake(
    'usage',
    'command',
    `there is no '${oneLine(text)}' in the protocol`,
    didYouMean(text, commands, `write ${commands.join(', ')}`),
  )
}

export interface AirbyteFiles {
  readonly config?: string
  readonly catalog?: string
  readonly state?: string
}

/** `portico airbyte <connector> read …`: messages of the Airbyte protocol on stdout, and nothing else. */
export async function airbyteSource(
  { io }: CommandContext,
  connector: string,
  command: AirbyteCommand,
  { config, catalog, state }: AirbyteFiles,
): Promise<ExitCode> {
  const { airbyte, jsonFile } = await imported('@portico/sync', () => import('@portico/sync/airbyte'))
  // --config belongs to the platform here, so the nearest configuration is used.
  const source = await loadSource(await setUp(io, {}), connector)
  const file = (option: string, path: string | undefined) =>
    path === undefined ? undefined : jsonFile(option, resolve(io.cwd, path))
  const [configFile, catalogFile, stateFile] = [file('--config', config), file('--catalog', catalog), file('--state', state)]
  // Tables are read with a client that the user of the reader must install.
  if (source.tables && command !== 'spec') await imported('pg', () => import('@portico/sync/postgres-source'))
  const code = await airbyte({
    source,
    command,
    out: io.stdout,
    signal: io.signal,
    ...(configFile && { config: configFile }),
    ...(catalogFile && { catalog: catalogFile }),
    ...(stateFile && { state: stateFile }),
  })
  return code === 0 ? exitCode.ok : exitCode.refused
}

import type { Command } from 'commander'
import type { AirbyteFiles } from '../commands/airbyte.ts'
import type { RunAction } from '../program.ts'

const imageText = `
Messages go to stdout, one a line, and nothing else does. --config is the platform's config here, not portico.config.ts.
An image of a source: docs/airbyte.md`

/** `portico airbyte`: a connector's streams as an Airbyte source. */
export function addAirbyte(program: Command, run: RunAction): void {
  const airbyte = program
    .command('airbyte')
    .description("run a connector's streams as an Airbyte source")
    .argument('<connector>', 'its name')
    .argument('<command>', 'spec, check, discover or read')
    .option('--catalog <file>', 'read: the configured catalog')
    .option('--state <file>', 'read: the state to continue from')
    .addHelpText('after', imageText)
  airbyte.action((connector: string, command: string, _options, self: Command) =>
    run(self, async (context) => {
      const { airbyteSource, readCommand } = await import('../commands/airbyte.ts')
      return airbyteSource(context, connector, readCommand(command), self.optsWithGlobals<AirbyteFiles>())
    }),
  )
}

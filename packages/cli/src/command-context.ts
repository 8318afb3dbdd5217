import type { CommonOptions } from './config/setup.ts'
import type { Io } from './io.ts'
import type { Output } from './terminal/output.ts'

/** What every command receives. */
export interface CommandContext<Options extends CommonOptions = CommonOptions> {
  readonly io: Io
  readonly output: Output
  readonly options: Options
}

import { statSync } from 'node:fs'
import { withPackedPackages } from './pack.ts'

/** Maximum size of a packed connector, in bytes. */
const connectorLimit = 60_000

// A service that calls thirty vendors installs thirty connectors.
await withPackedPackages(async (packages) => {
  for (const { path, tarball } of packages) {
    const { size } = statSync(tarball)
    const over = path.startsWith('connectors/') && size > connectorLimit
    if (over) process.exitCode = 1
    console.log(
      `${path}: ${(size / 1000).toFixed(1)} kB packed${over ? `, over the ${connectorLimit / 1000} kB of a connector` : ''}`,
    )
  }
})

import { probeConnector } from './probe-connector.ts'
import { connectorPackages } from '../generate/described-connectors.ts'

// Probes every connector as `portico health --json` does, on what its vendor was recorded to answer.
const connectors = []
for (const connector of connectorPackages()) connectors.push(await probeConnector(connector))
// One without operations serves syncs alone, and has no connection of a facade to probe.
console.log(JSON.stringify({ vendors: 'recorded', connectors: connectors.filter((probed) => probed !== undefined) }))

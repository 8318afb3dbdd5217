import { probeConnector } from './probe-connector.ts'
import { connectorPackages } from '../generate/described-connectors.ts'

// Probes every connector like `portico health --json`, against its vendor's recorded responses.
const connectors = []
for (const connector of connectorPackages()) connectors.push(await probeConnector(connector))
// One without operations is only for syncs, and has no facade to probe.
console.log(JSON.stringify({ vendors: 'recorded', connectors: connectors.filter((probed) => probed !== undefined) }))

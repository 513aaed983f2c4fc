// Runs before any TypeScript is loaded, so an older Node gets one clear line instead of a syntax error.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `AIOPS_NODE_TOO_OLD: this is Node ${process.versions.node}; AI Ops bot needs Node 24 or newer. Run \`npm ci\` (it brings one for Linux and Windows) and use the npm scripts, or install Node 24.`,
  );
  process.exit(1);
}

// werift behind JSON lines on standard input and output, on 127.0.0.1 alone.
'use strict';
const os = require('node:os');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

os.networkInterfaces = () => ({ lo: [{ address: '127.0.0.1', family: 'IPv4', internal: false }] });
const { RTCPeerConnection } = require('werift');
const dataPeer = new Function(fs.readFileSync(path.join(__dirname, 'peer.js'), 'utf8') + '; return dataPeer;')();
const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const peer = dataPeer({
  RTCPeerConnection,
  configuration: { iceServers: [], iceUseIpv6: false },
  sha256() {
    const hash = crypto.createHash('sha256');
    return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') };
  },
  bytesOf: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  pause: () => new Promise((resolve) => setTimeout(resolve, 1)),
  say,
});
process.on('unhandledRejection', (error) => say({ event: 'error', message: String(error?.stack ?? error) }));
say({ event: 'ready' });
readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const command = JSON.parse(line);
  try {
    await peer[command.do](command);
  } catch (error) {
    say({ event: 'error', message: String(error?.stack ?? error) });
  }
}).on('close', () => process.exit(0));

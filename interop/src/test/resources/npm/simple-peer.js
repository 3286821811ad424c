import SimplePeer from 'simple-peer';
import { local, serve, tell, watch } from './common.js';

let peer;
serve({
  async start(initiator) {
    peer = new SimplePeer({ initiator, stream: await local() });
    peer.on('signal', (data) => tell('signal', { data }));
    peer.on('connect', () => {
      tell('connect');
      peer.send('hello');
      peer.send(new Uint8Array([1, 2, 3]));
    });
    peer.on('data', (data) => tell('data', { text: new TextDecoder().decode(data), length: data.length }));
    peer.on('stream', (stream) => watch(stream, () => peer._pc.getStats()));
    peer.on('close', () => tell('close'));
    peer.on('error', (error) => tell('error', { text: String(error) }));
    tell('started');
  },
  take: (data) => peer.signal(data),
  hangUp: () => peer.destroy(),
});

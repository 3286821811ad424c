import adapter from 'webrtc-adapter';
import { follow, local, offer, serve, take, tell, watch } from './common.js';

let pc;
serve({
  async start(initiator) {
    tell('browser', { name: adapter.browserDetails.browser });
    pc = new RTCPeerConnection({});
    follow(pc);
    pc.ontrack = ({ streams: [stream], track }) => track.kind === 'video' && watch(stream, () => pc.getStats());
    pc.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => tell('data', { text: data, length: data.length }); };
    const stream = await local();
    stream.getTracks().forEach((track) => pc.addTrack(track, stream));
    const channel = pc.createDataChannel('adapter');
    channel.onopen = () => channel.send('hello');
    if (initiator) {
      await offer(pc);
    }
    tell('started');
  },
  take: (signal) => take(pc, signal),
  hangUp: () => pc.close(),
});

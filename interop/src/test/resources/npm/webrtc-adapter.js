import adapter from 'webrtc-adapter';
import { local, serve, tell, watch } from './common.js';

let pc;
const videos = new Set();
serve({
  async start(initiator) {
    tell('browser', { name: adapter.browserDetails.browser });
    pc = new RTCPeerConnection({});
    pc.onicecandidate = ({ candidate }) => candidate && tell('signal', { data: { candidate: candidate.toJSON() } });
    pc.ontrack = ({ streams: [stream], track }) => {
      if (track.kind === 'video' && !videos.has(track)) {
        videos.add(track);
        track.onmute = () => tell('muted');
        track.addEventListener('unmute', () => tell('unmuted'));
        watch(stream, () => pc.getStats());
      }
    };
    pc.onconnectionstatechange = () => tell(pc.connectionState === 'connected' ? 'connect' : 'state', { state: pc.connectionState });
    pc.ondatachannel = ({ channel }) => { channel.onmessage = ({ data }) => tell('data', { text: data, length: data.length }); };
    const stream = await local();
    stream.getTracks().forEach((track) => pc.addTrack(track, stream));
    const channel = pc.createDataChannel('adapter');
    channel.onopen = () => channel.send('hello');
    if (initiator) {
      await pc.setLocalDescription(await pc.createOffer());
      tell('signal', { data: { description: pc.localDescription.toJSON() } });
    }
    tell('ready');
  },
  async take({ candidate, description }) {
    if (candidate) {
      await pc.addIceCandidate(candidate);
      return;
    }
    await pc.setRemoteDescription(description);
    if (description.type === 'offer') {
      await pc.setLocalDescription(await pc.createAnswer());
      tell('signal', { data: { description: pc.localDescription.toJSON() } });
    }
  },
  hangUp: () => pc.close(),
});

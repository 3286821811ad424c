// A connection that the library makes of the objects, as it did in Edge; the other side is a browser's own.
import shim from 'rtcpeerconnection-shim';
import { local, serve, tell, watch } from './common.js';

const EDGE = 15025;
// the library makes Edge's statistics of what getStats gives; these are the objects' own
const { getStats } = RTCRtpReceiver.prototype;
const Connection = shim(window, EDGE);
let pc;
serve({
  async start(initiator) {
    pc = new Connection({ iceServers: [], bundlePolicy: 'max-bundle' });
    pc.onicecandidate = ({ candidate }) => candidate && tell('signal', {
      data: { candidate: { candidate: candidate.candidate, sdpMid: candidate.sdpMid, sdpMLineIndex: candidate.sdpMLineIndex } },
    });
    pc.ontrack = ({ track, streams: [stream] }) => track.kind === 'video' && watch(stream,
      () => getStats.call(pc.getReceivers().find((r) => r.track.kind === 'audio')));
    pc.onconnectionstatechange = () => tell(pc.connectionState === 'connected' ? 'connect' : 'state', { state: pc.connectionState });
    const stream = await local();
    stream.getTracks().forEach((track) => pc.addTrack(track, stream));
    if (initiator) {
      await pc.setLocalDescription(await pc.createOffer());
      tell('signal', { data: { description: { type: 'offer', sdp: pc.localDescription.sdp } } });
    }
    tell('started');
  },
  async take({ candidate, description }) {
    if (candidate) {
      await pc.addIceCandidate(candidate);
      return;
    }
    await pc.setRemoteDescription(description);
    if (description.type === 'offer') {
      await pc.setLocalDescription(await pc.createAnswer());
      tell('signal', { data: { description: { type: 'answer', sdp: pc.localDescription.sdp } } });
    }
  },
  hangUp: () => pc.close(),
});

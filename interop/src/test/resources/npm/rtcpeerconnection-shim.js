// A connection that the library makes of the objects, as it did in Edge; the other side is a browser's own.
import shim from 'rtcpeerconnection-shim';
import { follow, local, offer, serve, take, tell, watch } from './common.js';

const EDGE = 15025;
// the library makes Edge's statistics of what getStats gives; these are the objects' own
const { getStats } = RTCRtpReceiver.prototype;
const Connection = shim(window, EDGE);
let pc;
serve({
  async start(initiator) {
    pc = new Connection({ iceServers: [], bundlePolicy: 'max-bundle' });
    follow(pc);
    pc.ontrack = ({ track, streams: [stream] }) => track.kind === 'video' && watch(stream,
      () => getStats.call(pc.getReceivers().find((r) => r.track.kind === 'audio')));
    const stream = await local();
    stream.getTracks().forEach((track) => pc.addTrack(track, stream));
    if (initiator) {
      await offer(pc);
    }
    tell('started');
  },
  take: (signal) => take(pc, signal),
  hangUp: () => pc.close(),
});
